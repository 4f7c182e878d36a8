"""What the page asks of the worker: sendings, what they would do, letters in doubt."""
