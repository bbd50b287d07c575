// How many deadlines lie between two days?
// as deadlines
// n
MATCH (d:Document)-[:HAS]->(t:Task)-[:DUE]->(x:Deadline)
WHERE x.past = false AND x.due_to >= $due_from AND ($due_to = "" OR x.due_to <= $due_to)
  AND (NOT $by_unit OR EXISTS { MATCH (u:Unit)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t) WHERE u.id IN $units })
RETURN count(x) AS n
