// Which documents does this one continue, and which continue it?
// $id: document
// document, and whether it is the later
MATCH (d:Document {id: $id})-[:CONTINUES]->(o:Document)
RETURN o.id AS document, false AS is_later
UNION ALL
MATCH (o:Document)-[:CONTINUES]->(d:Document {id: $id})
RETURN o.id AS document, true AS is_later
