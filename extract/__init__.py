"""From bytes to facts: read a policy document and take out who must do what, how much of it, and by when."""
