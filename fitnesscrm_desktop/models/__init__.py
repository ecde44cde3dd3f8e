"""What is stored: SQLAlchemy classes, one module per aggregate. Only ``values`` is for everybody."""
