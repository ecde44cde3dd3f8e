"""What the local AI does; it talks to services only."""
