"""What residents do with reports: make them, add, urge, correct, withdraw."""
