"""A raw mail, read: its text, delivery reports, calendar answers, dates of return."""
