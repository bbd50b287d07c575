// Which kinds do the tasks' documents have, and how many tasks each?
// nothing
// value, count
MATCH (d:Document)-[:HAS]->(t:Task)
WHERE d.kind IS NOT NULL
RETURN d.kind AS value, count(t) AS count
