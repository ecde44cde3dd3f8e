"""What the studio does by itself: when it is due, on which PC, and how it went.

A schedule is minutes, or a time of the studio's day; moments of runs are UTC. A job that fails
is a row of the log that says so, not an error for whoever looks.
"""
