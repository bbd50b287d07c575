// Which of these documents stand in the graph?
// $ids
// id
UNWIND $ids AS wanted
MATCH (n:Document {id: wanted})
RETURN n.id AS id
