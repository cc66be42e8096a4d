"""The key file, and whether it fits this database: what was sealed opens, what is looked for is found."""
