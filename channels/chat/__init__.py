"""The team's chat, a provider a file."""
