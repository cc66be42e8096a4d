"""Rows and how they are kept: schema, migrations, one repository per aggregate, inbox and outbox."""
