"""What the responsible official does with a case: accept, visit, reply, merge, decline, verify."""
