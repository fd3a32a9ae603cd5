"""What travels between a workflow and its activities, and the rows and timeline entries that it tells. Replayed."""
