"""The codec server: shows operators, and Temporal's UI and command for them, what encrypted payloads say."""
