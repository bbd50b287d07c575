// How many tasks fit a filter?
// as task_ids
// n
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
RETURN count(t) AS n
