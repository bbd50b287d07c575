// Which indicators are there?
// nothing
// id, name
MATCH (i:Indicator)
RETURN i.id AS id, i.name AS name
