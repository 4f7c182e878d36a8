"""The demonstration's stand-in for Brevo: nothing leaves, letters are kept to look at."""
