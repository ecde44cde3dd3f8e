"""What the studio does by itself: when it is due, on which PC, and how it went."""
