"""The owner's figures.

Amounts are minor units with refunds taken off; a month is named by its first day.
"""
