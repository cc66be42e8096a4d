"""What officials have before them: lists of cases, search, counts, the digests of the morning."""
