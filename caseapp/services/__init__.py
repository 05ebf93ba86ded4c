"""The verbs: each takes the unit of work first and a command last, and never commits, flashes or renders."""
