"""Alerts: the list, and taking one up."""
