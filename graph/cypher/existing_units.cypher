// Which of these units stand in the graph?
// $ids
// id
UNWIND $ids AS wanted
MATCH (n:Unit {id: wanted})
RETURN n.id AS id
