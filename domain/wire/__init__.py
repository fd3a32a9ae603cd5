"""What travels between a workflow, its activities and the ledger. Replayed."""
