"""Deterministic Temporal shells around the core. Imports domain, and activities for typed references."""
