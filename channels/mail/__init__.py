"""Email out and the mailboxes: SMTP, MIME, IMAP, the journal of what left."""
