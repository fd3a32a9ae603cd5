"""What is sent: emails, texts, chat messages, and the signed tokens and links in them."""
