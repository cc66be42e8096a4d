"""A local Bot API with people to talk to: for trying a bot and for tests."""
