"""A lead's state, the steps it can ask for, and the promises it carries. Replayed."""
