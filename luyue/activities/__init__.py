"""What a workflow may do to the world."""
