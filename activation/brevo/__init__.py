"""Brevo over HTTP: one call and what its answer means. Knows nothing of letters or persons."""
