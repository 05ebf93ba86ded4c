"""The receipt's side: tracking, messages, notices, proofs, what everybody may know."""
