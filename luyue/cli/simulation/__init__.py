"""A campaign played at scale: what its orders are to come to, how they are played, and what came of them."""
