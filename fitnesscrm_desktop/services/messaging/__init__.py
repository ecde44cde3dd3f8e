"""Messages to clients and staff: words for occasions, whom they may go to, and how they leave the studio."""
