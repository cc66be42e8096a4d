"""The county: its areas and its rules."""
