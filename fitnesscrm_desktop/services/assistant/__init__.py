"""What the local assistant is given, what it has written, and how it is set up."""
