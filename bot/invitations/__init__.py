"""Invitations as officials get them: the link, its picture to be scanned, and pages to be printed."""
