"""What a house on a machine of its own needs beside the programs: backups, and their return."""
