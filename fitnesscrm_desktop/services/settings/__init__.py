"""The studio's own facts and rules."""
