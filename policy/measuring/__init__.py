"""How well the library answers: measured, calibrated, checked by itself."""
