"""The process: command line, settings, wiring, intake, pump, sender and the words it says."""
