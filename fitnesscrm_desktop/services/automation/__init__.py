"""Rules: when something happens, and some conditions hold, a message or a task comes of it, once."""
