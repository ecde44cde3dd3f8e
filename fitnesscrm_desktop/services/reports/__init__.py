"""Lists for the accountant."""
