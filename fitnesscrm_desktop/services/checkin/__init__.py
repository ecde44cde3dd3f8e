"""Check-in: who may come in, who is in, and what has been taken back.

A visit is a moment in UTC, and belongs to the studio's day it falls on. A refusal is an answer, not an error.
"""
