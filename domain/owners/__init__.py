"""Who gets a lead: clues about who knows it, and the choice among the team."""
