"""A lead's class, the rule that decided it, near misses, and the lead's interest. Replayed."""
