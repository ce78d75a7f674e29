"""An invented organization of thousands: the same people, programs and scenes as the demo, written as rows in bulk.

The verbs would take hours. What they would have written is written here, histories and audit included; a test plays the
same lives through the verbs and compares every row.
"""
