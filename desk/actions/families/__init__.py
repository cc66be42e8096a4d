"""The word of the village on who belongs to a family."""
