"""Contacts at Brevo brought in line with `sync.brevo_contacts`."""
