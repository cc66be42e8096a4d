"""Danger: its words, alarms and who hears them, and people whose alarms are muted."""
