"""Reports over a period: read on screen, printed, saved as PDF or CSV."""
