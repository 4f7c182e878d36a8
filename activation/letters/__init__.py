"""The texts of the letters: compiled, checked, filled, pushed to Brevo."""
