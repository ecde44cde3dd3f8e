"""The owner's figures."""
