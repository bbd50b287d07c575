"""Search, questions and the HTTP API over the responsibility graph."""
