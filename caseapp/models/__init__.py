"""What is true of a case and of those who work on it, with the constraints that the database itself enforces."""
