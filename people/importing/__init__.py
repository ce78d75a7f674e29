"""Bringing people in from a file: read rows, plan against the directory, show the plan, apply it (3.2).

A plan is whole before anything is written. The command and the pages share every step.
"""
