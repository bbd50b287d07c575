// Which tasks cite a work whose title holds these words?
// $title
// id
MATCH (d:Document)-[:HAS]->(t:Task)-[c:CITES]->(w:Work)
WHERE w.title CONTAINS $title OR c.title CONTAINS $title
RETURN DISTINCT t.id AS id, coalesce(d.year, 0) AS year, d.source AS source, t.position AS position
ORDER BY year DESC, source, position
