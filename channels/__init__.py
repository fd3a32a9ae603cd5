"""Adapters to the world behind domain ports: mail, phone numbers, files. Imports domain only."""
