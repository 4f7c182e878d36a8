"""What can be wrong with one export file; each ends as a line of `raw.files`, never as a crash.

FileProblem
├── Refused         the file cannot be loaded as it is; recorded with its reason
│   └── Unreadable  the system does not let it be read; nothing in it has to change
└── Waiting         the file is still being written, or held by another program
"""

GONE = "le fichier n'est plus là : s'il revient, le prochain passage le prend"
STILL_GROWING = "le fichier change encore : il attend le prochain passage"


class FileProblem(Exception):  # noqa: N818 - a verdict on a file, not a failure of the program
    """Base class; the message is French, for the owner."""


class Refused(FileProblem):
    """The file cannot be loaded; it is tried again when it changes."""


class Unreadable(Refused):
    """The file cannot be read; it is tried again at every run, for it may not change at all."""


class Waiting(FileProblem):
    """The file is left for the next run, which takes it as if it had just been dropped."""
