// Which units of these places, or of places below them, are collectives or counties' own?
// $places: full names of places
// id, name, path, scope, kind
UNWIND $places AS wanted
MATCH (u:Unit)
WHERE u.place STARTS WITH wanted AND (u.kind = 'collective' OR size(u.path) = 2)
RETURN DISTINCT u.id AS id, u.name AS name, u.path AS path, u.scope AS scope, u.kind AS kind
