"""HTTP for intake, reps and operators. Imports domain, ledger and the reader of phone numbers from channels."""
