// Which indicators does no target measure?
// id
MATCH (i:Indicator)
WHERE NOT EXISTS { MATCH (:Target)-[:MEASURES]->(i) }
RETURN i.id AS id
