"""The company of players behind `sevenfold demo`: leads, colleagues, and a board to watch them on."""
