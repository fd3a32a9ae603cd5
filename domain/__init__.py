"""Pure decisions: lead, cadence, journey, business time. Imports the standard library and pydantic only."""
