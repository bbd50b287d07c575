// Takes out what collectives include.
// nothing
MATCH (:Unit)-[c:INCLUDES]->(:Unit)
DELETE c
