"""The other side of the bot: what the page and the tests do as people, and what they may arrange."""
