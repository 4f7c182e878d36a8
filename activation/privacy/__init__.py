"""A person's rights: to see what is held of them, and to be forgotten."""
