"""Text as it comes in: cleaned, decoded, folded to be compared."""
