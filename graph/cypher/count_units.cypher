// How many units are there?
// n
MATCH (n:Unit)
RETURN count(n) AS n
