"""Writes messages to clients, from facts and curated phrases."""
