"""What happens by itself: the timetable as one table, its ticks, and their runner."""
