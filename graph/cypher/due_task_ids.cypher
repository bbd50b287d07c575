// Which tasks have work that falls due between two days, or that is said to recur so many times?
// $due_from, $due_to ("" open), $recurring
// id and document
MATCH (d:Document)-[:HAS]->(t:Task)-[:DUE]->(x:Deadline)
WHERE ($recurring AND x.times IS NOT NULL)
   OR (NOT $recurring AND x.past = false AND x.due_to >= $due_from AND ($due_to = "" OR x.due_to <= $due_to))
RETURN DISTINCT t.id AS id, d.id AS document
