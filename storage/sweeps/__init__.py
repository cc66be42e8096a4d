"""Sweeps: lists of objects that officials look at one by one, and samples looked at again."""
