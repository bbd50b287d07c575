// Which places do the tasks' documents have, and how many tasks each?
// nothing
// value, count
MATCH (d:Document)-[:HAS]->(t:Task)
WHERE d.place IS NOT NULL
RETURN d.place AS value, count(t) AS count
