"""Bringing in what another program knew."""
