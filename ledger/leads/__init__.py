"""One lead's rows, and what people's work says of the team: directory, workloads, call clues, notes, package."""
