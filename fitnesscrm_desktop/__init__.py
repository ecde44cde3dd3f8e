"""FitnessCRM Desktop: a gym's whole business on a PC of its own."""

__version__ = "0.1.0"
