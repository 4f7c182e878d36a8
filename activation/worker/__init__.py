"""The worker: it carries out, with the owner's rights, what the page asks for."""
