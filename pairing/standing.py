"""How a program stands before a pairing: who waits for a pair, and which places are free."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairing.models import Decision
from programs.kinds import Role
from programs.models import Enrollment, Program
from relationships.models import Relationship


@dataclass(frozen=True)
class Standing:
    """`waiting` learners without a pair, `unanswered` who cannot be paired yet, guides with free places; `proposed`
    pairs that wait for an answer."""

    waiting: int
    unanswered: int
    guides: int
    places: int
    proposed: int

    def why_nobody(self, program: Program) -> str:
        """Why a pairing would be empty, in one or two sentences; "" if it would not be."""
        if not self.waiting:
            rest = ngettext(
                "%(n)s %(learner)s has not answered the two questions yet.",
                "%(n)s %(learners)s have not answered the two questions yet.",
                self.unanswered,
            ) % {**program.words, "n": self.unanswered}
            return f"{_('Nobody to pair.')} {rest}" if self.unanswered else _("Nobody to pair.")
        return "" if self.places else _("No %(guides)s with free places.") % program.words


def standing(program: Program) -> Standing:
    """Counted with a fixed number of queries."""
    here = Relationship.objects.open().filter(program=program)
    left_out = Decision.objects.filter(program=program, what=Decision.What.LEAVE_OUT).values("learner_id")
    paired = here.values("learner_id")
    learners = Enrollment.objects.filter(program=program, role=Role.LEARNER)
    waiting = learners.matchable().exclude(person__in=paired).exclude(pk__in=left_out).values("pk")
    counts = learners.aggregate(
        waiting=Count("pk", filter=Q(pk__in=waiting)),
        unanswered=Count("pk", filter=Q(pk__in=learners.unanswered().values("pk"))),
    )
    pairs = list(here.values_list("guide_id", "status"))
    taken = Counter(guide for guide, _status in pairs)
    guides = Enrollment.objects.matchable().filter(program=program, role=Role.GUIDE).select_related("program")
    free = [max(0, row.capacity - taken[row.person_id]) for row in guides]
    proposed = sum(status == "proposed" for _guide, status in pairs)
    return Standing(counts["waiting"], counts["unanswered"], sum(one > 0 for one in free), sum(free), proposed)
