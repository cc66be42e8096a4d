"""People in the chat: what they agreed to, how they are reached, what they want to hear."""
