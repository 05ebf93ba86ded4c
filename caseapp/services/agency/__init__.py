"""The hand-over to the Anti-Corruption Agency: packages and the Agency's own door."""
