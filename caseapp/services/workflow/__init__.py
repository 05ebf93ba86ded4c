"""Steps of a case, taken by the table, and what each of them changes."""
