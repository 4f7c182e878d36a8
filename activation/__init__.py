"""From approved advice to Brevo, and back."""
