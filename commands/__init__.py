"""The command line, one file per command group. Imports anything below; only starter.py imports it."""
