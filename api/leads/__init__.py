"""Leads: taking them in, listing them, why."""
