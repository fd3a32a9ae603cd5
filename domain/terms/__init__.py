"""What marketing and sales wrote, compiled: cadence, agreement, alerts, scoring, team, conditions, the playbook."""
