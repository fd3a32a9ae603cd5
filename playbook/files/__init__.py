"""From a folder to values with file, line and column: reading, positions, messages, the source of each error."""
