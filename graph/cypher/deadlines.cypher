// What falls due between two days, soonest first?
// $due_from, $due_to ("" open), $by_unit with $units, $skip, $limit
// deadline with its task and document
MATCH (d:Document)-[:HAS]->(t:Task)-[:DUE]->(x:Deadline)
WHERE x.past = false AND x.due_to >= $due_from AND ($due_to = "" OR x.due_to <= $due_to)
  AND (NOT $by_unit OR EXISTS { MATCH (u:Unit)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t) WHERE u.id IN $units })
RETURN x.id AS id, t.id AS task, d.id AS document, d.source AS source, d.title AS document_title, t.number AS number, t.title AS title,
       d.year AS year, d.kind AS kind, d.place AS place, d.issuer AS issuer
ORDER BY x.due_to, d.source, t.position, x.position
SKIP $skip LIMIT $limit
