"""Use cases: one function is one transaction's meaning, and the only place that changes anything."""
