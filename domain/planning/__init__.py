"""When something may happen: the planner, and what is known of when to call a lead. Runs in activities."""
