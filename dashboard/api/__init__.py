"""`/api/v1`: the figures of the page for programs, and decisions, by tokens."""
