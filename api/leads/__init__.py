"""Leads: receive one, list them, show one."""
