"""Alembic's folder: `storage.migrate` runs it. Each step has a four-digit number and one parent."""
