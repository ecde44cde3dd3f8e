"""The language model: a process of its own, and the only door to llama_cpp.

Nothing is imported here, so that the process of the model starts with nothing but what it needs.
"""
