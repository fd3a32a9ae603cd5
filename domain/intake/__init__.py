"""How a form becomes a lead: arrival, merging of further forms, returning people, and the journey's beginning."""
