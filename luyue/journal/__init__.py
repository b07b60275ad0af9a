"""Postgres, the truth: migrations, append, streams, views, facts, the ordered feed, subscriptions; and all SQL."""
