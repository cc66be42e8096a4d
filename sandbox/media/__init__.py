"""Files: kept, described, measured, and small generated ones."""
