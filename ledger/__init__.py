"""The database: tables, migrations, writers and read models. Imports domain only."""
