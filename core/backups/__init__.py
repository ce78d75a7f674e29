"""Backups: one file that either database can be restored from.

A file is gzip'd lines of JSON: first the manifest (`Manifest`), then the rows of one table after the other, one row a
line, last the sum over all lines before it. Values stand as Django speaks of them, not as one database stores them, so
that a file written on SQLite is restored to PostgreSQL. Sealed columns stay sealed, and the keys are never in it.
"""
