"""Pages that leads and alerted people open by a signed link, without logging in."""
