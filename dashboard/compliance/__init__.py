"""*Conformité*: who said no, who is left out, what is asked by law, each letter's proof."""
