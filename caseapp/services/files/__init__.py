"""Files and drafts: taken in piece by piece, kept sealed, given out, forgotten."""
