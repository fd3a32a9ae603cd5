"""Time as law and offices have it: zones, spans, openings, calendars, and the hours in which a lead may be called."""
