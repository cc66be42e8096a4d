"""The policy library: what residents may ask, what the official texts say, and when to say nothing."""
