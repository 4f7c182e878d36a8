"""*Lundi*: the sentence of this minute, the one thing to do, and what it rests on."""
