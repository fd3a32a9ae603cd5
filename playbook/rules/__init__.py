"""The rules of lint: one file per subject, one function per rule."""
