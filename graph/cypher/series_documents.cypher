// Which documents belong to these series?
// $series
// series, id, year
MATCH (d:Document)
WHERE d.series IN $series
RETURN d.series AS series, d.id AS id, d.year AS year
