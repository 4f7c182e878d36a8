"""The command line of the loader, one module a family of commands."""
