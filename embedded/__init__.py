"""The laptop stack: the real servers as child processes. Imports settings, domain and the servers' wheels."""
