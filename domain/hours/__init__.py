"""Zones, durations, opening hours, calendars, and the hours at which a lead may lawfully be called."""
