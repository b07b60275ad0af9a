"""The HTTP service: routes, who may do what, idempotency, and how answers and problems look. It decides nothing."""
