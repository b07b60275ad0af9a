"""The OpenAPI document: what FastAPI makes of the routes, and what holds for all of them said once."""
