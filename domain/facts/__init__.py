"""What happened: facts heard from outside, facts done by the engine, and what a person may report. Replayed."""
