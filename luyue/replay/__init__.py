"""Replay guards twice: histories against the workflows of today, journals against the rules of today."""
