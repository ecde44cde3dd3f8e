"""Where a client stands, derived from dated facts."""
