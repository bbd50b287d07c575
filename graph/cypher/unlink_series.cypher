// Takes the links between the documents of these series out.
// $ids: documents
UNWIND $ids AS wanted
MATCH (d:Document {id: wanted})-[c:CONTINUES]->(:Document)
DELETE c
