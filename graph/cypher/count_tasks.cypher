// How many tasks are there?
// n
MATCH (n:Task)
RETURN count(n) AS n
