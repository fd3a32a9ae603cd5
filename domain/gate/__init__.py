"""Whether a touch may be sent at this moment: the claim and the verdict. Runs in activities."""
