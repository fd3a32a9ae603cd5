"""What an incoming email means: its kind, its words, bounces, and the fact that follows."""
