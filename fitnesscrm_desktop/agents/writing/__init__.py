"""Verified writing: facts in, text out, and nothing in the text that is not a given fact."""
