// How are units called, in which role and how often?
// nothing
// unit, printed name, role and count
MATCH (u:Unit)-[m:LEADS|RESPONSIBLE_FOR|SUPPORTS|DOES]->(:Task)
RETURN u.id AS unit, m.name AS name, m.role AS role, count(m) AS n
