"""Keeping the database healthy."""
