"""The staff list: posts, leave, handovers, and who may change it."""
