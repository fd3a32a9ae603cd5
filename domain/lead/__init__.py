"""Who the lead is: the form, the profile that decisions read, its company, what was learned, its package."""
