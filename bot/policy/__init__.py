"""The policy library beside the desk: read, kept fresh, put into the words of the desk."""
