// What does a document say in full?
// $id
// text and the rest of its head
MATCH (d:Document {id: $id})
RETURN d.text AS text, d.addressees AS addressees, d.signers AS signers, d.urgency AS urgency, d.copies_to AS copies_to,
       d.attachments AS attachments
