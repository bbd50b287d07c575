// Which places does nothing lie in?
// id
MATCH (p:Place)
WHERE NOT EXISTS { MATCH (:Document)-[:ABOUT]->(p) } AND NOT EXISTS { MATCH (:Unit)-[:IN_PLACE]->(p) }
  AND NOT EXISTS { MATCH (:Place)-[:PART_OF]->(p) }
RETURN p.id AS id
