"""Every kind of nudge, one entry each. A new one is an entry here, a template in `templates/mails/`, a test."""

from __future__ import annotations

from nudges.kinds import asking, by_hand, pairs, programs, progress, proposals, sessions
from nudges.kinds.entry import NudgeKind

ENTRIES: list[NudgeKind] = [
    *programs.ENTRIES,
    *proposals.ENTRIES,
    *sessions.ENTRIES,
    *pairs.ENTRIES,
    *progress.ENTRIES,
    *asking.ENTRIES,
    *by_hand.ENTRIES,
]

KINDS: dict[str, NudgeKind] = {kind.name: kind for kind in ENTRIES}

# They go on their day whatever waits, and join the morning mail if there is one.
RIDING = [kind.name for kind in ENTRIES if kind.rides]
