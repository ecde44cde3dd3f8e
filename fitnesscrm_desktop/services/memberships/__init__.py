"""Plans and memberships.

Days are the studio's, and both the first and the last one let in; the day of a cancellation is the first that
does not. Prices are minor units; hours of a plan are minutes since midnight, weekdays bits from Monday on.
"""
