"""Which village a resident means: recognition over the divisions of one county.

`areas` reads the county's CSV, `gazetteer` indexes its names, `recognise` answers
a text with a decision and candidates, `commands` serves the command line.
"""
