"""The demonstration: sample requests played over HTTP, and what became of them as Postgres and Temporal tell it."""
