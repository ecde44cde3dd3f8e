"""Where a client stands, derived from dated facts.

Stages are runs of days, first and last included; the last run goes on without an end.
"""
