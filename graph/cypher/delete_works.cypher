// Takes out works.
// $ids
UNWIND $ids AS wanted
MATCH (n:Work {id: wanted})
DETACH DELETE n
