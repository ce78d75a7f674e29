"""Looking through a run: the weakest pairs first, because that is where a person is needed (screen 5)."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.doors import signed_in
from core.exporting import Listing, download
from core.wording import clock as wall_clock
from core.wording import in_zone, short_day
from pairing.forms import PublishForm
from pairing.models import Decision, Match, Run, Unmatched
from pairing.publishing import to_publish
from people.models import User

PAGE = 50
SHOWS = ("weakest", "all", "fixed", "changed", "put_back")


@require_safe
def run(request: HttpRequest, run: UUID) -> HttpResponseBase:
    """How far a run is, or what it found."""
    me = signed_in(request)
    found = get_object_or_404(Run.objects.visible_to(me).for_page(), pk=run)
    if found.is_under_way:
        return render(request, "pairing/running.html", {"run": found})
    if file := download(request, *_listings(me, found, request.GET)):
        return file
    response = render(
        request, "pairing/run.html", run_context(me, found, request.GET, in_zone(clock.now(), None).date())
    )
    if request.headers.get("HX-Request"):
        # The bar that asked is gone; the whole page takes its place.
        response["HX-Refresh"] = "true"
    return response


def _listings(me: User, run: Run, asked: Any) -> tuple[Listing, Listing]:
    """The pairs as they are shown and sought, and who has none."""
    words = run.program.words
    learner, guide = capfirst(str(words["learner"])), capfirst(str(words["guide"]))
    matches = _sought(Match.objects.visible_to(me).filter(run=run), *_asked(asked))
    alone = Unmatched.objects.visible_to(me).filter(run=run).for_page()
    return (
        Listing(
            "proposed-pairs", [learner, guide, _("Score of 100"), _("How it stands"), _("Why")], matches,
            lambda row: [
                row.learner.person.name, row.guide.person.name, row.score, _standing(row),
                "; ".join(str(reason["sentence"]) for reason in row.all_reasons),
            ],
            program=run.program_id,
        ),
        Listing(
            "without-a-pair", [learner, _("Why")], alone, lambda row: [row.learner.person.name, row.blocked_by],
            program=run.program_id,
        ),
    )  # fmt: skip


def _standing(match: Match) -> str:
    """The pill beside a pair."""
    if match.state == Match.State.PUBLISHED and match.relationship:
        return str(match.relationship.status_label)
    if match.state == Match.State.PUT_BACK:
        return _("Put back")
    return _("Fixed by you") if match.pinned else ""


def _asked(asked: Any) -> tuple[str, str]:
    """Which of the pairs, and whose name is sought."""
    show = asked.get("show", "weakest")
    return show if show in SHOWS else "weakest", asked.get("q", "").strip()


def _sought(matches: Any, show: str, words: str) -> Any:
    return _shown(matches, show).named(words).for_page()


def heading(run: Run, today: date) -> str:
    """ "Pairing of 20 Nov, 14:05", in the reader's zone."""
    at = in_zone(run.made_at, None)
    return _("Pairing of %(day)s, %(time)s") % {"day": short_day(at.date(), today), "time": wall_clock(at)}


class Counted(Paginator[Any]):
    """Pages of rows whose number is known already, where it is."""

    def __init__(self, rows: Any, per_page: int, total: int | None) -> None:
        super().__init__(rows, per_page)
        if total is not None:
            self.__dict__["count"] = total


def run_context(me: User, run: Any, asked: Any, today: date) -> dict[str, Any]:
    """Everything that the page of a finished run shows, with a fixed number of queries."""
    matches = Match.objects.visible_to(me).filter(run=run)
    show, words = _asked(asked)
    decisions = _decided(me, run)
    alone = Unmatched.objects.visible_to(me).filter(run=run).for_page()
    counts = _counts(matches)
    total = None if words else counts[show if show in counts else "all"]
    page = Counted(_sought(matches, show, words), PAGE, total).get_page(asked.get("page"))
    return {
        "run": run, "program": run.program, "words": words, "word": run.program.words,
        "show": show, "page": page, "rows": _rows(page, decisions),
        "keep": urlencode({"show": show}), "heading": heading(run, today),
        "counts": counts, "tabs": _tabs(show, counts), **publishing_facts(run),
        "changes": sum(mark.run_id == run.pk for mark in decisions), "decisions": decisions[:PAGE],
        "alone": Counted(alone, PAGE, run.alone_total).get_page(asked.get("without")),
        "form": PublishForm(today=today), "is_newest": run.is_newest,
    }  # fmt: skip


def publishing_facts(run: Run) -> dict[str, int]:
    """How many pairs would be published, and how many people get a mail."""
    rows = list(to_publish(run).values_list("learner__person_id", "guide__person_id"))
    return {"pairs_to_publish": len(rows), "people": len({person for row in rows for person in row})}


def _tabs(show: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "all": _("All %(n)s") % {"n": counts["all"]},
        "weakest": _("Weakest first"),
        "fixed": _("Fixed by you %(n)s") % {"n": counts["fixed"]},
        "changed": _("Changed %(n)s") % {"n": counts["changed"]},
    }
    if counts["put_back"]:
        labels["put_back"] = _("Put back %(n)s") % {"n": counts["put_back"]}
    return [{"name": name, "label": label, "current": name == show} for name, label in labels.items()]


def _shown(matches: Any, show: str) -> Any:
    kept: dict[str, dict[str, Any]] = {
        "fixed": {"pinned": True},
        "changed": {"moved": True},
        "put_back": {"state": Match.State.PUT_BACK},
    }
    rows = matches.filter(**kept.get(show, {}))
    return rows.by_name() if show == "all" else rows.weakest_first()


def _counts(matches: Any) -> dict[str, int]:
    rows = list(matches.values_list("pinned", "moved", "state"))
    return {
        "all": len(rows),
        "fixed": sum(pinned for pinned, _moved, _state in rows),
        "changed": sum(moved for _pinned, moved, _state in rows),
        "put_back": sum(state == Match.State.PUT_BACK for _pinned, _moved, state in rows),
        "published": sum(state == Match.State.PUBLISHED for _pinned, _moved, state in rows),
    }


def _rows(page: Page[Match], decisions: list[Decision]) -> list[dict[str, Any]]:
    """Each pair with what somebody decided about it."""
    marks = {(mark.learner_id, mark.guide_id): mark for mark in reversed(decisions)}
    return [
        {
            "match": match,
            "learner": match.learner.person,
            "guide": match.guide.person,
            "reasons": match.all_reasons,
            "mark": marks.get((match.learner_id, match.guide_id)) or marks.get((match.learner_id, None)),
            "is_open": match.state == Match.State.SUGGESTED,
        }
        for match in page
    ]


def _decided(me: User, run: Run) -> list[Decision]:
    """What holds by hand in this program, the newest first."""
    rows = Decision.objects.visible_to(me).filter(program=run.program_id)
    return list(rows.select_related("learner__person", "guide__person").order_by("-made_at", "-id"))
