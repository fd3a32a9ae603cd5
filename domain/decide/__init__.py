"""What is due now, and why: the journey in, one step out. Replayed."""
