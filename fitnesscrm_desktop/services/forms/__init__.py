"""Forms: templates in versions, filling in, signing, what is missing or expired."""
