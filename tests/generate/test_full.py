"""A generated organization: as big as asked for, skewed as real ones are, the same by the same seed, and silent."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from pytest_django import DjangoDbBlocker

from benchmarks import bringing, pages, queries, twins
from benchmarks.who import find_cast
from core import clock
from core.models import AuditEvent
from demo import growing, life
from nudges.models import Nudge
from nudges.noticing import notice
from nudges.sweeping import sweep
from people.lines import line_between
from people.models import User
from programs.models import Enrollment
from relationships import kinds
from relationships.models import Relationship, Session, StatusChange
from tests.make import NOW

SIZE = {"people": 180, "relationships": 100, "sessions": 1500}


def generate(**options: Any) -> None:
    with clock.moved_to(NOW):
        call_command("generate", **{**SIZE, "seed": 7, **options}, stdout=StringIO(), stderr=StringIO())


@pytest.fixture(scope="module")
def organization(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One for the whole module, gone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        generate()
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.usefixtures("organization", "db"), pytest.mark.xdist_group("generate")]


def top_decile_share(counts: list[int]) -> float:
    """The share that the tenth with most has of everything."""
    ordered = sorted(counts, reverse=True)
    return sum(ordered[: max(1, len(ordered) // 10)]) / sum(ordered)


def gini(counts: list[int]) -> float:
    """0: all alike; towards 1: one has everything (Gini 1912)."""
    ordered = sorted(counts)
    weighted = sum(rank * count for rank, count in enumerate(ordered, start=1))
    return 2 * weighted / (len(ordered) * sum(ordered)) - (len(ordered) + 1) / len(ordered)


def is_skewed(counts: list[int]) -> bool:
    return top_decile_share(counts) > 0.25 and gini(counts) > 0.4


def test_it_is_as_big_as_was_asked_for() -> None:
    assert User.objects.count() == SIZE["people"]
    assert Relationship.objects.count() == SIZE["relationships"]
    assert Session.objects.count() == SIZE["sessions"]


def test_few_pairs_meet_often_and_many_seldom() -> None:
    met = Relationship.objects.annotate(n=Count("sessions")).filter(n__gt=0).values_list("n", flat=True)
    counts = list(met)
    assert is_skewed(counts)
    mean = sum(counts) // len(counts)
    assert not is_skewed([mean] * len(counts))
    assert not is_skewed([1 + at % (2 * mean - 1) for at in range(len(counts))])  # drawn evenly from 1 … 2 × mean


def test_teams_and_guides_are_of_different_sizes() -> None:
    rows = growing.rows(NOW.date(), 1500, random.Random(1))
    spans = sorted(Counter(row["Manager ID"] for row in rows if row["Manager ID"]).values())
    assert spans[-1] >= 2 * spans[len(spans) // 2]
    drawn = Counter(life.places(random.Random(seed)) for seed in range(500))
    assert len(drawn) > 3
    assert drawn[1] + drawn[2] > drawn.total() / 2


def test_every_state_and_every_fate_of_a_session_is_there() -> None:
    states = set(Relationship.objects.values_list("kind", "status"))
    ways = {"proposed", "active", "lapsed", "closed"}
    assert {(kind, status) for kind in kinds.KINDS for status in ways} <= states
    assert set(Session.objects.values_list("status", flat=True)) == set(Session.Status.values)


def test_every_history_leads_step_by_step_to_where_the_pair_stands() -> None:
    for pair in Relationship.objects.all():
        trail = list(StatusChange.objects.filter(relationship=pair).order_by("at", "id"))
        steps = [("", "proposed"), *((change.from_status, change.to_status) for change in trail[1:])]
        assert trail[0].to_status == "proposed"
        assert [before[1] for before in steps] == [*(after[0] for after in steps[1:]), pair.status]


def test_pairs_keep_the_rules_of_publishing() -> None:
    manager_of = dict(User.objects.values_list("pk", "manager_id"))
    accepted = Enrollment.objects.filter(role="guide", status="accepted").values_list("program", "person", "places")
    places = {(program, person): count for program, person, count in accepted}
    for pair in Relationship.objects.all():
        assert line_between(pair.guide_id, pair.learner_id, manager_of) == []
        assert pair.place <= places[pair.program_id, pair.guide_id]
    pairs = Counter(Relationship.objects.values_list("kind", "guide", "learner"))
    assert set(pairs.values()) == {1}


def test_nothing_lies_ahead_of_today_but_what_is_planned() -> None:
    assert not Session.objects.filter(starts_at__gt=NOW).exclude(status__in=["planned", "cancelled"]).exists()
    assert not AuditEvent.objects.filter(at__gt=NOW).exists()
    numbers = list(AuditEvent.objects.filter(program_id__isnull=False, verb__startswith="session.").values_list("at"))
    assert numbers == sorted(numbers)


def test_texts_open_and_stand_sealed_in_the_table() -> None:
    line = Relationship.objects.filter(agenda__isnull=False).first()
    assert line is not None
    item = line.agenda.order_by("created_at").first()
    assert item is not None
    stored = line.agenda.filter(pk=item.pk).values_list("text", flat=True)[0]
    assert stored.startswith("v1:")
    assert item.text not in stored


def test_everything_due_counts_as_told_and_no_mail_ever_goes_out() -> None:
    """The first sweep, and those of the next ten days, find their work and send nothing."""
    assert not Nudge.objects.unfinished().filter(due_at__lte=NOW).exists()
    told = Nudge.objects.count()
    assert notice(NOW) <= told * 0.02
    for days in range(10):
        sweep(NOW + timedelta(days=days, hours=8))
    assert mail.outbox == []
    assert Nudge.objects.filter(sent_at__gt=NOW).count() == 0
    assert Nudge.objects.filter(state="cancelled").exists()


def test_a_second_organization_is_refused() -> None:
    with pytest.raises(CommandError, match="There are people in this database"):
        generate()
    assert User.objects.count() == SIZE["people"]


def test_a_benchmark_compares_every_cell_and_prints_a_line_for_each_goal(capsys: pytest.CaptureFixture[str]) -> None:
    pages.main(["--rounds", "1"])
    out = capsys.readouterr().out.splitlines()
    assert out[0].split() == ["name", "ours", "twin", "ratio", "goal", "met"]
    names = ("list of 50 pairs", "list of 50 people", "facts of a pair", "API, 50 of coaching", "API, 50 of mentoring")
    assert [line[: len(name)] for name, line in zip(names, out[1:], strict=False)] == list(names)


def test_a_twin_that_shows_something_else_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twins, "PAGE", 49)
    assert pages.main(["--rounds", "1"]) == 1
    assert "do not show the same: list of 50 pairs" in capsys.readouterr().err


def test_queries_are_counted_and_the_count_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    queries.main([])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(list(queries.pages(find_cast())))
    assert any(line.startswith("list of pairs") and line.endswith("yes") for line in lines)


def test_an_import_is_measured_and_leaves_nobody_behind(capsys: pytest.CaptureFixture[str]) -> None:
    assert bringing.main(["--people", "130"]) == 0
    assert "import of 130 people" in capsys.readouterr().out
    assert User.objects.count() == SIZE["people"]
