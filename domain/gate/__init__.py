"""Whether a touch may leave at this moment: the claim, and the verdict. Runs in activities."""
