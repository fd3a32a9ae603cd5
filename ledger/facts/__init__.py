"""Facts on record before a workflow hears them: reports, mails, signals, company news, interest."""
