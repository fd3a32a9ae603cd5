"""Forms as they arrive: one person, one lead, nothing lost."""
