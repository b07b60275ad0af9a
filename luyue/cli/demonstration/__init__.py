"""The demonstration: each kind of process played over HTTP, and what became of it as Postgres and Temporal tell it."""
