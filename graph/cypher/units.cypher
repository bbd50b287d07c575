// Which units are there?
// nothing
// unit with what it belongs to
MATCH (u:Unit)
OPTIONAL MATCH (u)-[:BELONGS_TO]->(p:Unit)
RETURN u.id AS id, u.name AS name, u.canonical AS canonical, u.place AS place, u.level AS level, p.id AS parent, p.canonical AS parent_name
