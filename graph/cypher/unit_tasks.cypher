// Which tasks does a unit have?
// $id
// task and role
MATCH (u:Unit {id: $id})-[m:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t:Task)
MATCH (d:Document)-[:HAS]->(t)
RETURN DISTINCT t.id AS id, m.role AS role, coalesce(d.year, 0) AS year, d.source AS source, t.position AS position
ORDER BY year DESC, source, position
