"""Who the lead is: its form, its profile for decisions, its company, what was learned, and its package."""
