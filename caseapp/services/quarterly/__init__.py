"""The quarterly analysis: themes, counts, editions, publication."""
