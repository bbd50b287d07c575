// Takes out the deadlines of documents.
// $ids: documents
MATCH (d:Document)-[:HAS]->(:Task)-[:DUE]->(n:Deadline)
WHERE d.id IN $ids
DETACH DELETE n
