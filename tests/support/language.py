"""Which language a text is in, by the small words no sentence does without.

What is quoted, and names between back quotes, speak their own language; the id of a letter
speaks none, though `4c836d35-f2be-…` seems to hold a word.
"""

import re

QUOTED = re.compile(
    r"`[^`]*`|« ?[^«»]* ?»|“[^“”]*”|\{[^{}]*\}|\S*[@/_]\S*|--[a-z-]+"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
)
WORD = re.compile(r"[a-zà-ÿœ]+(?:['’](?=[a-zà-ÿ]))?", re.IGNORECASE)
# None of them is a word of the other language.
ENGLISH = frozenset(
    WORD.findall(
        """
        the of to and in is are was be it its not this that for with by from has have been at there
        what which who rows row lines line file files letter letters nothing wrote sent refused
        loaded failed skipped yes run missing other another left already waiting checks passed
        seconds log customers kept
        """
    )
)
FRENCH = frozenset(
    WORD.findall(
        """
        le la les l'un une des du de d'et est sont pas ne n'ce cette ces que qu'qui pour avec par
        sur dans ou où au aux il elle puis sans lettre lettres ligne lignes fichier fichiers
        erreur rien aucun aucune envoyé refusé manque déjà
        """
    )
)


def words(text: str) -> set[str]:
    """Return the words of a text that is not quoted, in lower case."""
    plain = QUOTED.sub(" ", text.replace("\u00a0", " ").replace("\u202f", " "))
    return {found.lower().replace("’", "'") for found in WORD.findall(plain)}


def english_in(text: str) -> set[str]:
    """Return the words of a text that only English has."""
    return words(text) & ENGLISH


def french_in(text: str) -> set[str]:
    """Return the words of a text that only French has."""
    return words(text) & FRENCH


def mixed(text: str) -> list[str]:
    """Return the lines that speak both languages."""
    return [line for line in text.splitlines() if english_in(line) and french_in(line)]
