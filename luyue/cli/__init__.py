"""The `luyue` command."""
