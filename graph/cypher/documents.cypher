// Which documents are loaded?
// $skip, $limit
// the head of each document
MATCH (d:Document)
RETURN d.id AS id, d.source AS source, d.original AS original, d.title AS title, d.kind AS kind, d.year AS year, d.issuer AS issuer,
       d.doc_number AS doc_number, d.issued_on AS issued_on, d.adopted_on AS adopted_on, d.effective_on AS effective_on,
       d.place AS place, d.tasks AS tasks, d.characters AS characters, d.notes AS notes, d.text_hash AS text_hash
ORDER BY coalesce(d.year, 0) DESC, d.source, d.position, d.id
SKIP $skip LIMIT $limit
