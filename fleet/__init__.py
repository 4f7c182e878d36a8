"""Many houses: one queue of Monday runs, any number of machines that carry them out."""
