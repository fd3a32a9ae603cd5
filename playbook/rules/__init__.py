"""What lint finds, one file a subject, one function a rule."""
