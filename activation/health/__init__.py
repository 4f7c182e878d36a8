"""Can the data be trusted this minute: one sentence, what to do next, and what it rests on."""
