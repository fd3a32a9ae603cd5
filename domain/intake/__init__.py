"""How a form becomes a lead: what arrived, a further form merged, who returns, where a journey begins."""
