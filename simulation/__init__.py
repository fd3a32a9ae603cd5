"""The core under a simulated clock: previews and scripted runs. Imports domain only."""
