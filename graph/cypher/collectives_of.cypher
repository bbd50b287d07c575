// Which collectives stand for these units, and how many tasks do they have?
// $ids: units
// collective, unit, how, n
UNWIND $ids AS wanted
MATCH (c:Unit)-[i:INCLUDES]->(u:Unit {id: wanted})
MATCH (c)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t:Task)
RETURN c.canonical AS collective, u.canonical AS unit, i.how AS how, count(DISTINCT t.id) AS n
