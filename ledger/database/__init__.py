"""The database itself: engine, tables, instants, locks, schema and how it is migrated."""
