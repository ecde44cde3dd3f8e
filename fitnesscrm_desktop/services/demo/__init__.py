"""A believable studio to try things on."""
