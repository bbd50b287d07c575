// Which documents carry this one out?
// $id: document
// document, and the numbers that it and this one give
MATCH (d:Document {id: $id})-[v:VERSION_OF]->(w:Work)
MATCH (o:Document)-[c:BASED_ON]->(w)
RETURN DISTINCT o.id AS document, c.doc_number AS cited_number, v.doc_number AS doc_number
