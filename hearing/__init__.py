"""The listener: what somebody wants, what it is about, whether somebody is in danger, and how sure that is.

`grams` turns a sentence into numbers, `model` weighs them, `listener` answers what the desk asks, `own` keeps
a county's own sentences, `training` makes the model from `data`, `measuring` says how good it is.
"""
