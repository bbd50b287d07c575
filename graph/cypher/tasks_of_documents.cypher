// Which tasks do these documents have?
// $ids: documents
// task with the head of its document
UNWIND $ids AS wanted
MATCH (d:Document {id: wanted})-[:HAS]->(t:Task)
RETURN t.id AS id, d.id AS document, d.source AS source, d.title AS document_title, t.number AS number, t.title AS title, t.text AS text,
       t.path AS path, t.start AS start, t.`end` AS end_, d.year AS year, d.kind AS kind, d.place AS place, d.issuer AS issuer,
       t.how AS how, t.confidence AS confidence
ORDER BY d.id, t.position
