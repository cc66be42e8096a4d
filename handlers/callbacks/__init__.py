"""After a case is solved: asking how it went, inspectors who ring up, what was left over."""
