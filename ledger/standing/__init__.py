"""What workflows tell: the timeline, promises, alerts."""
