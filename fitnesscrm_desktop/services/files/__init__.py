"""Files of clients and staff, progress photos, and the encrypted store that keeps them."""
