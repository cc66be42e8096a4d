"""The policy library as the desk asks it."""
