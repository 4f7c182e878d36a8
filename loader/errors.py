"""What can be wrong with one export file; each ends as a line of `raw.files`, never as a crash.

FileProblem
├── Refused    the file cannot be loaded as it is; recorded with its reason
└── Growing    the file is still being written; left for the next run
"""

STILL_GROWING = "le fichier change encore : il attend le prochain passage"


class FileProblem(Exception):  # noqa: N818 - a verdict on a file, not a failure of the program
    """Base class; the message is French, for the owner."""


class Refused(FileProblem):
    """The file cannot be loaded; it is tried again when it changes."""


class Growing(FileProblem):
    """The file is still being written."""
