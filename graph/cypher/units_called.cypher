// Which units does a name mean: by id, by canonical name or its end, or as printed?
// $unit
// id
MATCH (u:Unit)
WHERE u.id = $unit OR u.canonical ENDS WITH $unit OR u.name = $unit
RETURN u.id AS id
UNION ALL
MATCH (u:Unit)-[m:LEADS]->(:Task)
WHERE m.name = $unit
RETURN DISTINCT u.id AS id
UNION ALL
MATCH (u:Unit)-[m:RESPONSIBLE_FOR]->(:Task)
WHERE m.name = $unit
RETURN DISTINCT u.id AS id
UNION ALL
MATCH (u:Unit)-[m:SUPPORTS]->(:Task)
WHERE m.name = $unit
RETURN DISTINCT u.id AS id
UNION ALL
MATCH (u:Unit)-[m:DOES]->(:Task)
WHERE m.name = $unit
RETURN DISTINCT u.id AS id
