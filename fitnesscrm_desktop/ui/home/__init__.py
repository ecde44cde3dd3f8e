"""Where everybody starts: the owner at the numbers, the desk at today."""
