"""What a running service tells of itself: metrics, traces and log lines, with ids and without personal data.

It looks at requests, commands and appends from outside; what is decided does not know of it.
"""
