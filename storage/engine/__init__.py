"""The two databases: connections, statements, migrations, backups, sealed values."""
