// Which loaded documents are the text of these works?
// $ids: works
// work, document and its number
UNWIND $ids AS wanted
MATCH (d:Document)-[v:VERSION_OF]->(w:Work {id: wanted})
RETURN w.id AS work, d.id AS document, v.doc_number AS doc_number
