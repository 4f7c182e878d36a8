"""Files to raw: text and lineage, no business rule."""
