"""Lists for the accountant.

Amounts in rows are minor units; a CSV writes them as decimals, and days as ISO.
"""
