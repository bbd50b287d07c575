// When are these tasks due?
// $ids: tasks
// task and deadline
UNWIND $ids AS wanted
MATCH (t:Task {id: wanted})-[:DUE]->(x:Deadline)
RETURN t.id AS task, x.id AS id, x.text AS text, x.due_from AS due_from, x.due_to AS due_to, x.every AS every, x.times AS times,
       x.day AS day, x.units AS units, x.milestone AS milestone, x.past AS past, x.position AS position,
       x.start AS start, x.`end` AS end_, x.how AS how, x.rule AS rule, x.confidence AS confidence
