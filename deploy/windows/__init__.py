"""The Monday task of Windows: its definition, its installation, and what became of it."""
