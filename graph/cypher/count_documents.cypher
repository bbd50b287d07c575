// How many documents are there?
// n
MATCH (n:Document)
RETURN count(n) AS n
