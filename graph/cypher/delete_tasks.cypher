// Takes out the tasks of documents.
// $ids: documents
MATCH (d:Document)-[:HAS]->(n:Task)
WHERE d.id IN $ids
DETACH DELETE n
