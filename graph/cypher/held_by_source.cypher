// Which documents are held of these files?
// $sources: names of files
// id, source, file, title, doc_number, fingerprint
MATCH (d:Document)
WHERE d.source IN $sources
RETURN d.id AS id, d.source AS source, d.file AS file, d.title AS title, d.doc_number AS doc_number, d.fingerprint AS fingerprint
