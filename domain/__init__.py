"""Everything that is decided, in wings that import downwards. Standard library and pydantic only."""
