"""Webhooks as the receiver sees them: where they may go, what is in them, and when they are tried again."""
