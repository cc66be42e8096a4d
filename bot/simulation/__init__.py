"""A year of a whole city on a moved clock, through the real actions and ticks, with nobody written to."""
