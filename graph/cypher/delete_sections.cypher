// Takes out the sections of documents.
// $ids: documents
MATCH (d:Document)-[:CONTAINS]->(n:Section)
WHERE d.id IN $ids
DETACH DELETE n
