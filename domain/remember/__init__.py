"""What a fact changes: the journey and a fact in, the next journey out. Replayed."""
