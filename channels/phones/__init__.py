"""Phone numbers: how they are written, and which zones an area code lies in."""
