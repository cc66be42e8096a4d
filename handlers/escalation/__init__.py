"""What happens to cases that stand still: the ladder, supervision, who has to account for it."""
