"""The transactional inbox and outbox: what came in, what goes out, what became of it."""
