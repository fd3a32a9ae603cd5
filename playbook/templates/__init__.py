"""Messages: Liquid, the values of templates, Markdown to mail, segments of texts, sample leads."""
