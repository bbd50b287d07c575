// Which documents are held? At most $limit of them.
// id
MATCH (d:Document)
RETURN d.id AS id
LIMIT $limit
