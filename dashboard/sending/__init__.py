"""The page *Envoyer*: what would leave, one button, and then the letters as they leave."""
