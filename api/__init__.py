"""HTTP for intake, reps and operators. Imports domain, ledger, playbook and the workflows' typed messages."""
