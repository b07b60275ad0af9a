"""The worker process: settings, converter, tuning, and the kinds it serves."""
