"""The main window: frame, sidebar, palette, help, lock, and THE list of features."""
