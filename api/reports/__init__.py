"""What people report about a lead: outcomes, pauses, information, tasks, signals."""
