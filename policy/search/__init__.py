"""Searching the library: by words, by sound, by meaning, and how sure it is."""
