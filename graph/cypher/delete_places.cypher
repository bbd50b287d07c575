// Takes out places.
// $ids
UNWIND $ids AS wanted
MATCH (n:Place {id: wanted})
DETACH DELETE n
