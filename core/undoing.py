"""How long what was done can be undone, and how long the mails about it wait."""

from datetime import timedelta

UNDO_FOR = timedelta(minutes=10)
# A little longer: what is undone at the last moment has told nobody.
MAIL_WAITS = UNDO_FOR + timedelta(minutes=2)
