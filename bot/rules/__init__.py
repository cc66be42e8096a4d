"""Reading the rules of a county: the shape of the files, and their limits."""
