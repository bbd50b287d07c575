// Which documents have tasks with the very text of this one's, and how many?
// $id: document
// document, n
MATCH (d:Document {id: $id})-[:HAS]->(t:Task)
WITH collect(DISTINCT t.text_number) AS numbers
MATCH (o:Document)-[:HAS]->(x:Task)
WHERE x.text_number IN numbers AND o.id <> $id
RETURN o.id AS document, count(x) AS n
