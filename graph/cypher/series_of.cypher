// To which series do these documents belong?
// $ids: documents
// series
UNWIND $ids AS wanted
MATCH (d:Document {id: wanted})
WHERE d.series IS NOT NULL
RETURN DISTINCT d.series AS series
