// Which loaded documents does this one cite, in a task or outside?
// $id: document
// document, and the numbers that the citation and the document give
MATCH (d:Document {id: $id})-[:HAS]->(:Task)-[c:CITES]->(w:Work)
MATCH (o:Document)-[v:VERSION_OF]->(w)
RETURN DISTINCT o.id AS document, c.doc_number AS cited_number, v.doc_number AS doc_number
UNION ALL
MATCH (d:Document {id: $id})-[c:CITES]->(w:Work)
MATCH (o:Document)-[v:VERSION_OF]->(w)
RETURN DISTINCT o.id AS document, c.doc_number AS cited_number, v.doc_number AS doc_number
