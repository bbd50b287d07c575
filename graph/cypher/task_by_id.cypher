// What does this task say?
// $id
// task with the head of its document, as tasks_by_ids
MATCH (d:Document)-[:HAS]->(t:Task {id: $id})
RETURN t.id AS id, d.id AS document, d.source AS source, d.title AS document_title, t.number AS number, t.title AS title, t.text AS text,
       t.path AS path, t.start AS start, t.`end` AS end_, d.year AS year, d.kind AS kind, d.place AS place, d.issuer AS issuer,
       t.how AS how, t.confidence AS confidence
