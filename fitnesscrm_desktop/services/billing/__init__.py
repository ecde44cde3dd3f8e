"""The ledger: charges, payments, refunds, receipts; and the products that are charged when they are sold.

Amounts are minor units. Charges are positive, payments negative, refunds and reversals the other way round;
a balance is their sum, and a positive one is owed.
"""
