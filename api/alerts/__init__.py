"""Alerts: list them, and acknowledge one."""
