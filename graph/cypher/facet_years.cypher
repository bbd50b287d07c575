// Which years do the tasks' documents have, and how many tasks each?
// nothing
// value, count
MATCH (d:Document)-[:HAS]->(t:Task)
WHERE d.year IS NOT NULL
RETURN d.year AS value, count(t) AS count
