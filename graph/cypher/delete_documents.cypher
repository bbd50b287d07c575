// Takes out documents themselves; all that they own must be out before.
// $ids: documents
MATCH (n:Document)
WHERE n.id IN $ids
DETACH DELETE n
