"""Remember."""
