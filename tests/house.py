"""Where things stand in the house: the folders that tests read from."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
CADENCES = ROOT / "cadences"
SAMPLES = ROOT / "samples"
SCENARIOS = ROOT / "tests" / "scenarios"
"""The tables that marketing people read, one a subject."""
