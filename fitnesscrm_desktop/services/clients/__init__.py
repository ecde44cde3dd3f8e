"""Clients and what hangs on them."""
