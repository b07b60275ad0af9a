"""The development stack: Postgres, Temporal, the worker and the API on this machine, kept running by one process.

Nothing in here runs in production, and nothing outside the `luyue` command and the tests imports it.
"""
