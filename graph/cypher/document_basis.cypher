// Which works does a document carry out?
// $id: document
// citation and work
MATCH (d:Document {id: $id})-[c:BASED_ON]->(w:Work)
RETURN c.title AS title, c.doc_number AS doc_number, w.id AS work, c.position AS position,
       c.start AS start, c.`end` AS end_, c.how AS how, c.rule AS rule, c.confidence AS confidence
