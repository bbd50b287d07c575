// Takes out indicators.
// $ids
UNWIND $ids AS wanted
MATCH (n:Indicator {id: wanted})
DETACH DELETE n
