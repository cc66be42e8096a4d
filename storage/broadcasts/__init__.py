"""Notices to many: who writes and who gets them, their way out, what became of them."""
