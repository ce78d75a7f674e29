"""Publishing: suggested pairs become proposed relationships, each with a place held.

Every pair is a transaction of its own: nobody waits for another's hundred pairs, and what is no longer possible is put
back while the rest goes out. Two who publish at once are told apart by the match (compare and set), by the learner
(whose enrollment is locked) and by the guide's place (the UNIQUE constraint).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import day_here
from core.errors import NotPossible, NotYours
from core.verbs import verb
from pairing import rules
from pairing.gathering import gather
from pairing.hard_rules import HARD_RULES
from pairing.models import Decision, Match, Run
from pairing.people_input import Pair, Pool
from pairing.querysets import MatchQuerySet
from pairing.scoring import sentence_of
from people.models import User
from programs.models import Enrollment
from relationships.models import Relationship
from relationships.proposing import propose

# What both may read of why they were brought together: facts that stand in their public profiles. A role that somebody
# aims for and a grade are not among them.
PUBLIC_CRITERIA = frozenset({"skills", "hours", "languages", "country"})


@dataclass
class Published:
    """What came of it: pairs that are out, pairs that were put back with the reason, guides who filled up."""

    pairs: list[Relationship] = field(default_factory=list)
    put_back: list[Match] = field(default_factory=list)
    filled: set[UUID] = field(default_factory=set)

    def sentence(self, words: dict[str, object]) -> str:
        """ "Two mentors filled up while you were looking. 42 pairs were published, 2 were put back." """
        out, back = len(self.pairs), len(self.put_back)
        if not back:
            return ngettext(
                "%(n)s proposed pair is out. You will see the answers in the inbox.",
                "%(n)s proposed pairs are out. You will see the answers in the inbox.",
                out,
            ) % {"n": out}
        published = ngettext("%(n)s pair was published", "%(n)s pairs were published", out) % {"n": out}
        returned = ngettext("%(n)s was put back", "%(n)s were put back", back) % {"n": back}
        rest = _("%(published)s, %(returned)s.") % {"published": published, "returned": returned}
        if not self.filled:
            return rest
        count = len(self.filled)
        filled = ngettext(
            "%(n)s %(guide)s filled up while you were looking.", "%(n)s %(guides)s filled up while you were looking.",
            count,
        ) % {"n": count, "guide": words["guide"], "guides": words["guides"]}  # fmt: skip
        return f"{filled} {rest}"


def publish(run: Run, *, by: User | None, now: datetime, told_on: date | None = None) -> Published:
    """Propose every suggested pair of a run to its two people; the mails wait for `told_on`. `by` None is the command
    line.

    Raises PermissionDenied, or NotPossible while the run is not done, when a newer one replaced it, or when nothing
    is left to publish. Marked pairs ("not these two", "leave out") stay where they are.
    """
    if by is not None and not rules.may_pair(by, run.program):
        raise NotYours(_("Only the people who run this program can publish its pairs."))
    _must_be_publishable(run)
    open_matches = list(to_publish(run).for_page().order_by("learner_id"))
    if not open_matches:
        raise NotPossible(_("There is nothing left to publish."))
    forbidden = _forbidden_now(run, now)
    out, refused = Published(), []
    for match in open_matches:
        try:
            if pair := publish_match(match, forbidden, by=by, now=now, told_on=told_on):
                out.pairs.append(pair)
        except NotPossible as refusal:
            refused.append((match, str(refusal)))
    _put_back(run, refused, out, by=by, now=now)
    return out


def to_publish(run: Run) -> MatchQuerySet:
    """The suggested pairs of a run without those that somebody marked as not to be."""
    marked = Decision.objects.filter(program=run.program_id, learner=OuterRef("learner"))
    forbidden = marked.filter(what=Decision.What.FORBID, guide=OuterRef("guide"))
    left_out = marked.filter(what=Decision.What.LEAVE_OUT)
    return Match.objects.filter(~Exists(forbidden), ~Exists(left_out), run=run).to_publish()


@verb("match.publish")
def publish_match(
    match: Match, forbidden: frozenset[Pair] = frozenset(), *, by: User | None, now: datetime,
    told_on: date | None = None,
) -> Relationship | None:  # fmt: skip
    """One pair; None if another publisher had it already. Raises NotPossible, and then nothing has changed."""
    mine = Match.objects.filter(pk=match.pk, state=Match.State.SUGGESTED)
    if not mine.update(state=Match.State.PUBLISHED):
        return None
    program = match.run.program
    learner = Enrollment.objects.select_for_update().filter(pk=match.learner_id, status=Enrollment.Status.ACCEPTED)
    if not learner.exists():
        raise NotPossible(_("%(name)s does not take part any more.") % {"name": match.learner.person.first_name})
    if Relationship.objects.open().filter(program=program, learner=match.learner.person_id).exists():
        raise NotPossible(_("%(name)s has a pair already.") % {"name": match.learner.person.first_name})
    if (str(match.learner.person_id), str(match.guide.person_id)) in forbidden:
        # The same words for every rule: a sentence of its own would tell of a wish.
        raise NotPossible(_("This pair no longer fits this program’s rules."))
    pair = propose(
        program, match.guide.person, match.learner.person, by=by, now=now, reasons=public_reasons(match),
        told_on=told_on,
    )  # fmt: skip
    Match.objects.filter(pk=match.pk).update(relationship=pair)
    return pair


def public_reasons(match: Match) -> list[str]:
    """What speaks for the two, as far as their public profiles say it."""
    shown = [reason for reason in match.all_reasons if reason["good"] and reason["criterion"] in PUBLIC_CRITERIA]
    return [sentence_of(reason) for reason in shown]


def _must_be_publishable(run: Run) -> None:
    if run.status != Run.Status.DONE:
        raise NotPossible(_("This pairing is not done yet."))
    newest = Run.objects.filter(program=run.program_id).done().newest_first().values_list("pk", flat=True).first()
    if newest != run.pk:
        raise NotPossible(_("There is a newer pairing of this program. Go on there."))


def _forbidden_now(run: Run, now: datetime) -> frozenset[Pair]:
    """Pairs that a hard rule forbids today: lines and wishes may have changed since the run."""
    frozen = gather(run.program, day_here(now), run.seed)
    pool = Pool(list(frozen.learners), list(frozen.guides), frozen.rules)
    cells = {cell for rule in HARD_RULES for cell in rule.cells(pool)}
    return frozenset((frozen.learners[i].id, frozen.guides[j].id) for i, j in cells)


@verb("run.publish")
def _put_back(run: Run, refused: list[tuple[Match, str]], out: Published, *, by: User | None, now: datetime) -> None:
    """The end of publishing: what was refused stays with its reason, and the run has its row in the audit."""
    for match, reason in refused:
        rows = Match.objects.filter(pk=match.pk, state=Match.State.SUGGESTED)
        if not rows.update(state=Match.State.PUT_BACK, put_back_because=reason[:200]):
            continue
        match.state, match.put_back_because = Match.State.PUT_BACK, reason[:200]
        out.put_back.append(match)
        taken = Relationship.objects.open().filter(program=run.program_id, guide=match.guide.person_id).count()
        if taken >= match.guide.capacity:
            out.filled.add(match.guide.person_id)
