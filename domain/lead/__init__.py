"""Lead."""
