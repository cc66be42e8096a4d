"""The policy library."""
