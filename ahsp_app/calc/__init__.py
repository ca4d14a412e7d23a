"""The arithmetic of estimating: pure functions over Decimal, Fraction and
dataclasses; no I/O, clock or framework.
"""
