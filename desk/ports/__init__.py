"""What actions need of the world, declared by room; `storage` and `bot` provide it."""
