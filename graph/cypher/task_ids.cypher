// Which tasks fit a filter?
// $year (0 any), $kind, $document, $issuer, $place, $role ("" any), $by_unit with $units, $due_from, $due_to ("" open),
// $has_target (0 any, 1 with, 2 without)
// id, in the order of the documents
MATCH (d:Document)-[:HAS]->(t:Task)
WHERE ($year = 0 OR d.year = $year) AND ($kind = "" OR d.kind = $kind) AND ($document = "" OR d.id = $document)
  AND ($issuer = "" OR d.issuer CONTAINS $issuer) AND ($place = "" OR d.place CONTAINS $place)
  AND (NOT $by_unit OR EXISTS { MATCH (u:Unit)-[m:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t)
       WHERE u.id IN $units AND ($role = "" OR m.role = $role) })
  AND ($by_unit OR $role = "" OR EXISTS { MATCH (:Unit)-[m:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t) WHERE m.role = $role })
  AND ($due_from = "" AND $due_to = "" OR EXISTS { MATCH (t)-[:DUE]->(x:Deadline)
       WHERE x.past = false AND x.due_to >= $due_from AND ($due_to = "" OR x.due_to <= $due_to) })
  AND ($has_target = 0 OR ($has_target = 1 AND EXISTS { MATCH (t)-[:AIMS_AT]->(:Target) })
       OR ($has_target = 2 AND NOT EXISTS { MATCH (t)-[:AIMS_AT]->(:Target) }))
RETURN t.id AS id
ORDER BY coalesce(d.year, 0) DESC, d.source, d.position, d.id, t.position
SKIP $skip LIMIT $limit
