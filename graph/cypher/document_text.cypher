// What does a document say in full?
// $id
// what stands in no task, tasks with their places, length of all, and the rest of its head
MATCH (d:Document {id: $id})
OPTIONAL MATCH (d)-[:HAS]->(t:Task)
WITH d, collect({start: t.start, stop: t.`end`, text: t.text}) AS stretches
RETURN d.rest AS rest, stretches, d.characters AS characters, d.addressees AS addressees, d.signers AS signers, d.urgency AS urgency,
       d.copies_to AS copies_to, d.attachments AS attachments
