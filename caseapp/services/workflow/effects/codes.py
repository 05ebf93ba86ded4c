"""What a step's ledger entry may carry: codes, numbers and ids of rows, never a word that a person wrote."""

Codes = dict[str, str | int | None]
