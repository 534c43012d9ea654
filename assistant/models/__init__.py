"""Optional language models: they word an answer from clauses that were already found."""
