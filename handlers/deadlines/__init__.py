"""Working days and the clocks of cases: material that is waited for, more time, counting anew."""
