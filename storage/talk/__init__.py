"""The talk itself: what was said, forms and their drafts, messages and menus."""
