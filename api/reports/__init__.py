"""What people report of a lead: outcomes, pauses, information, tasks, signals."""
