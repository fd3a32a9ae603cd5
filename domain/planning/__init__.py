"""When something may happen: the planner, and what is known about when to call a lead. Runs in activities."""
