"""The responsibility graph: what was extracted, joined into one graph, embedded or on a Neo4j server."""
