// Which issuers do the tasks' documents have, and how many tasks each?
// nothing
// value, count
MATCH (d:Document)-[:HAS]->(t:Task)
WHERE d.issuer IS NOT NULL
RETURN d.issuer AS value, count(t) AS count
