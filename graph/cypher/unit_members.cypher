// Which units does a collective include, and which include it?
// $id
// unit, how it is known, and whether it is the collective
MATCH (u:Unit {id: $id})-[c:INCLUDES]->(o:Unit)
RETURN o.id AS id, c.how AS how, false AS is_collective
UNION ALL
MATCH (o:Unit)-[c:INCLUDES]->(u:Unit {id: $id})
RETURN o.id AS id, c.how AS how, true AS is_collective
