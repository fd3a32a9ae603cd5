"""Texts (SMS), a provider a file."""
