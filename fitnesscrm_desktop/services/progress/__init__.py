"""What is measured of a client, and what it comes to.

Values are floats in the unit of their quantity (``units``): SI, or what medicine uses everywhere. What a
person types and reads is in other units, named beside it; what is derived is computed, never stored.
"""
