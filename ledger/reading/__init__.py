"""What the API, the command line and the console read: lists, details, numbers."""
