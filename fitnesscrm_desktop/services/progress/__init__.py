"""What is measured of a client, and what it comes to."""
