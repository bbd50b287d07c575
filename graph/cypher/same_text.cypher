// Which documents have one of these texts?
// $hashes: hashes of texts
// text_hash, id
MATCH (d:Document)
WHERE d.text_hash IN $hashes
RETURN d.text_hash AS text_hash, d.id AS id
