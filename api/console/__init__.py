"""The console: server-rendered pages for the team."""
