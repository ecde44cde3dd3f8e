"""The studio's own facts and rules.

Their names say their unit: ``grace_days``, ``reentry_minutes``, ``auto_checkout_hours``.
"""
