"""One file per migration, oldest first; append only."""
