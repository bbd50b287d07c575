// Which documents name a unit?
// $id
// document
MATCH (u:Unit {id: $id})-[:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t:Task)
MATCH (d:Document)-[:HAS]->(t)
RETURN DISTINCT d.id AS document
UNION ALL
MATCH (d:Document)-[:ISSUED_BY]->(u:Unit {id: $id})
RETURN DISTINCT d.id AS document
