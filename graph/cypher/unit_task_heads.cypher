// What do the tasks of a unit say, and where do they name it?
// $id: unit
// task with the head of its document, and the mention
MATCH (u:Unit {id: $id})-[m:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t:Task)
MATCH (d:Document)-[:HAS]->(t)
RETURN t.id AS id, d.id AS document, d.source AS source, d.title AS document_title, t.number AS number, t.title AS title, t.text AS text,
       t.path AS path, t.start AS start, t.`end` AS end_, d.year AS year, d.kind AS kind, d.place AS place, d.issuer AS issuer,
       t.how AS how, t.confidence AS confidence, t.position AS task_position, d.position AS document_position,
       u.id AS unit, u.canonical AS canonical, m.name AS name, m.role AS role, m.position AS position, m.start AS unit_start,
       m.`end` AS unit_end, m.how AS unit_how, m.rule AS unit_rule, m.confidence AS unit_confidence
