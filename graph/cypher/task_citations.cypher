// What do these tasks cite?
// $ids: tasks
// task, citation and work
UNWIND $ids AS wanted
MATCH (t:Task {id: wanted})-[c:CITES]->(w:Work)
RETURN t.id AS task, c.title AS title, c.doc_number AS doc_number, w.id AS work, c.position AS position,
       c.start AS start, c.`end` AS end_, c.how AS how, c.rule AS rule, c.confidence AS confidence
