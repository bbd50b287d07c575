// Which works does no document cite or carry?
// id
MATCH (w:Work)
WHERE NOT EXISTS { MATCH (:Task)-[:CITES]->(w) } AND NOT EXISTS { MATCH (:Document)-[:CITES]->(w) }
  AND NOT EXISTS { MATCH (:Document)-[:VERSION_OF]->(w) } AND NOT EXISTS { MATCH (:Document)-[:BASED_ON]->(w) }
RETURN w.id AS id
