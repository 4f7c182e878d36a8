"""What runs with nobody watching: each program with its log, its signs of life, its incidents."""
