"""The register of households, the families behind it, their measures and policy sheets."""
