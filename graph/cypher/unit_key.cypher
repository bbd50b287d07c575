// What is a unit, wholly?
// $id
// every property of the unit
MATCH (u:Unit {id: $id})
RETURN u.id AS id, u.name AS name, u.canonical AS canonical, u.path AS path, u.scope AS scope, u.level AS level, u.kind AS kind
