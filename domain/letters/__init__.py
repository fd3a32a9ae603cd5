"""What we write: the values that templates read, and the alerts to our own team."""
