"""The process: start, locks, ticking, watching itself, and the end."""
