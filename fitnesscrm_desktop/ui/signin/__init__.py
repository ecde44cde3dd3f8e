"""The locked screen: who is working, and how to prove it. The shell hosts ``view.SignInView``."""
