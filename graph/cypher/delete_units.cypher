// Takes out units.
// $ids
UNWIND $ids AS wanted
MATCH (n:Unit {id: wanted})
DETACH DELETE n
