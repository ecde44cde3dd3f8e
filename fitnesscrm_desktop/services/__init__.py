"""What the studio does. No Qt here."""
