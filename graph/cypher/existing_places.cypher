// Which of these places stand in the graph?
// $ids
// id
UNWIND $ids AS wanted
MATCH (n:Place {id: wanted})
RETURN n.id AS id
