"""What a mail that arrived means: its kind, its words, bounces, and the fact it becomes."""
