"""What one file says: encoding, layout, header, records, sheets. Knows no database."""
