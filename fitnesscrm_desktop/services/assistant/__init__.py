"""What the assistant is given, what it has written, and how it is set up.

Times are milliseconds, memory and files bytes, lengths of texts for a model tokens.
"""
