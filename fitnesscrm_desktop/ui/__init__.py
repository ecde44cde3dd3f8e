"""What a person sees: widgets and presenters, never the database."""
