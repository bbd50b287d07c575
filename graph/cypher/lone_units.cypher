// Which units does no task or document name, and no unit belong to?
// id
MATCH (u:Unit)
WHERE NOT EXISTS { MATCH (u)-[:LEADS]->(:Task) } AND NOT EXISTS { MATCH (u)-[:RESPONSIBLE_FOR]->(:Task) }
  AND NOT EXISTS { MATCH (u)-[:SUPPORTS]->(:Task) } AND NOT EXISTS { MATCH (u)-[:DOES]->(:Task) }
  AND NOT EXISTS { MATCH (:Document)-[:ISSUED_BY]->(u) } AND NOT EXISTS { MATCH (:Unit)-[:BELONGS_TO]->(u) }
RETURN u.id AS id
