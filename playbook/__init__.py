"""Reads cadences/ into domain models, with file, line and column for every error. Imports domain only."""
