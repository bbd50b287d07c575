// What does a document say besides its tasks?
// $id
// rest of its text, length of all of it, and the rest of its head
MATCH (d:Document {id: $id})
RETURN d.rest AS rest, d.characters AS characters, d.addressees AS addressees, d.signers AS signers, d.urgency AS urgency,
       d.copies_to AS copies_to, d.attachments AS attachments
