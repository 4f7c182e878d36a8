"""*Résultats*: what letters bring, and whether they cause it."""
