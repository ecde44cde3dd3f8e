"""Reusable widgets which know nothing of clients, plans or payments.

Import each from its module: ``from fitnesscrm_desktop.ui.widgets.buttons import PrimaryButton``.
"""
