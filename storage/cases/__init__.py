"""Cases: the door to them, where somebody stands to one, its record, its card, what people are told of it."""
