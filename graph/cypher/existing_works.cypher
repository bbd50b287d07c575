// Which of these works stand in the graph?
// $ids
// id
UNWIND $ids AS wanted
MATCH (n:Work {id: wanted})
RETURN n.id AS id
