// Who answers for this task?
// $id: task
// task, mention and unit, as task_units
MATCH (u:Unit)-[m:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(t:Task {id: $id})
RETURN t.id AS task, u.id AS unit, u.canonical AS canonical, m.name AS name, m.role AS role, m.position AS position,
       m.start AS start, m.`end` AS end_, m.how AS how, m.rule AS rule, m.confidence AS confidence
