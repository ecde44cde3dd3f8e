"""What the assistant does; it talks to services only.

Calls block and are made on worker threads. What goes wrong with a model is a ``ModelError``; the agents fall
back to plain texts and say why, so a caller only sees ``Stopped`` and what services raise.
"""
