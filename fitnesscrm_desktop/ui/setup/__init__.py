"""The first run: a few questions, and the studio is open. The shell hosts ``wizard.SetupWizard``."""
