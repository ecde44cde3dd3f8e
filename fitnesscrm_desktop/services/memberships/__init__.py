"""Plans, products and memberships."""
