"""People, their teams and sessions; who is shut out, and who may see an identity."""
