"""Alembic's folder: `storage.engine.migrate` runs it. Each step has a four-digit number and one parent."""
