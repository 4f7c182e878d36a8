"""The page *Lettres*: the proposals, why each says what it says, and what is decided of them."""
