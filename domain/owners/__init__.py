"""Who gets a lead: languages, clues of who knows it, the choice among the team."""
