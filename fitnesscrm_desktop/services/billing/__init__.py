"""The ledger: charges, payments, refunds, receipts."""
