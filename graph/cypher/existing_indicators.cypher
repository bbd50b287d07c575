// Which of these indicators stand in the graph?
// $ids
// id
UNWIND $ids AS wanted
MATCH (n:Indicator {id: wanted})
RETURN n.id AS id
