"""What leaves: mails, texts, chat messages, and the signed tokens and links in them."""
