"""Check-in: who may come in, who is in, and what has been taken back."""
