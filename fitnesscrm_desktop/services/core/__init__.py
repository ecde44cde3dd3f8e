"""The small, stable base of all services."""
