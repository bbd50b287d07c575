// What do these tasks aim at?
// $ids: tasks
// task, target and indicator
UNWIND $ids AS wanted
MATCH (t:Task {id: wanted})-[:AIMS_AT]->(x:Target)
OPTIONAL MATCH (x)-[:MEASURES]->(i:Indicator)
RETURN t.id AS task, x.id AS id, x.text AS text, x.indicator AS indicator, i.id AS indicator_id, x.comparator AS comparator,
       x.value AS value, x.unit AS unit, x.direction AS direction, x.baseline AS baseline, x.status AS status, x.position AS position,
       x.start AS start, x.`end` AS end_, x.how AS how, x.rule AS rule, x.confidence AS confidence
