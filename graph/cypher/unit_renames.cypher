// What was a unit before a reform, and what did it become?
// $id
// unit, and whether it came after
MATCH (u:Unit {id: $id})-[:RENAMED_TO]->(o:Unit)
RETURN o.id AS id, true AS is_after
UNION ALL
MATCH (o:Unit)-[:RENAMED_TO]->(u:Unit {id: $id})
RETURN o.id AS id, false AS is_after
