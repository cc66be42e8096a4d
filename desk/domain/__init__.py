"""Rules as data and pure functions; imports only the standard library."""
