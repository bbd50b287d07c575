// What do the tasks of a document say, and where?
// $id
// start, end_, text
MATCH (d:Document {id: $id})-[:HAS]->(t:Task)
RETURN t.start AS start, t.`end` AS end_, t.text AS text
