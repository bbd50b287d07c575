// Takes out the targets of documents.
// $ids: documents
MATCH (d:Document)-[:HAS]->(:Task)-[:AIMS_AT]->(n:Target)
WHERE d.id IN $ids
DETACH DELETE n
