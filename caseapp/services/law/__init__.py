"""Rules, days and reminders: when something is due, and what a changed rule moves."""
