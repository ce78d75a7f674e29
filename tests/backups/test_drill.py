"""The restore drill, and the move to PostgreSQL (issue points 1.3 and 7)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from core import clock
from core.backups.loading import load
from core.backups.places import scratch, working_on
from core.backups.writing import write
from core.keys import generate
from core.management.commands.serve import only_one
from nudges.models import Nudge
from nudges.querysets import NudgeQuerySet
from nudges.sweeping import sweep
from programs.models import Program
from tests.backups.conftest import Source
from tests.backups.test_backups import counts, lines_of
from tests.make import NOW, make_pair, make_program, make_session

pytestmark = pytest.mark.xdist_group("backups")


def scratch_places() -> list[str]:
    """What a drill may have left behind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'manyhands_scratch_%'")
            return sorted(name for (name,) in cursor.fetchall())
    return sorted(str(path) for path in Path(configured.VAR_DIR).glob("scratch-*"))


@pytest.fixture
def with_mail(full: Source) -> Source:
    """The full database, of which some mail has gone."""
    if not Program.objects.filter(name="Mailed").exists():
        pair = make_pair(program=make_program(name="Mailed"))
        make_session(pair, starts_at=NOW + timedelta(days=3), planned_at=NOW)
        sweep(NOW)
        assert mail.outbox != []
    mail.outbox.clear()
    return full


def test_the_drill_proves_each_thing_and_touches_nothing(with_mail: Source, capsys: pytest.CaptureFixture[str]) -> None:
    before, places = counts(), scratch_places()
    call_command("drill_restore", verbosity=2)
    said = capsys.readouterr().out
    for table, count in before.items():
        if table in lines_of(with_mail.file)[0]["counts"]:
            assert re.search(rf"^ *{count}  {table}$", said, re.MULTILINE)
    assert "in each of" in said
    assert "Constraints: every row keeps them." in said
    assert re.search(r"Keys: \d+ samples from every sealed column", said)
    assert f"none of the {Nudge.objects.sent().values('message_id').distinct().count()} that were sent before" in said
    assert re.search(r"Back after \d+\.\d s \(RTO", said)
    assert counts() == before
    assert mail.outbox == []
    assert scratch_places() == places


def test_the_drill_fails_with_other_keys(with_mail: Source, settings: Any) -> None:
    settings.FIELD_KEYS = [generate()]
    places = scratch_places()
    with pytest.raises(CommandError, match="The keys of this installation do not open what is sealed"):
        call_command("drill_restore", str(with_mail.file))
    assert scratch_places() == places


def test_the_drill_fails_when_something_would_be_mailed_again(
    with_mail: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provoked by a claim that forgets what was sent."""
    monkeypatch.setattr(NudgeQuerySet, "unfinished", lambda rows: rows.filter(state__in=["pending", "sent", "sending"]))
    again = r"\d+ mails that were sent before the backup would go out again"
    with clock.moved_to(NOW + timedelta(days=1)), pytest.raises(CommandError, match=again):  # at night nothing would go
        call_command("drill_restore")


def test_the_drill_fails_with_a_damaged_file(full: Source, tmp_path: Path) -> None:
    (tmp_path / "bad.gz").write_bytes(full.file.read_bytes()[:-20])
    with pytest.raises(CommandError, match="damaged or cut off"):
        call_command("drill_restore", str(tmp_path / "bad.gz"))


def test_an_embedded_database_moves_to_postgresql_row_for_row(
    full: Source, embedded: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only a run on PostgreSQL has one to move to; its rows come into the embedded database by a file."""
    if connection.vendor != "postgresql":
        return
    lines = lines_of(full.file)
    with scratch() as there:
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**there)
        with working_on(embedded):
            load(full.file)
            call_command("move_to_postgres", url)
            with pytest.raises(CommandError, match=r"not empty: .* Make a new one with createdb"):
                call_command("move_to_postgres", url)
        with working_on(there):
            write(tmp_path / "again.gz", NOW)
    with pytest.raises(CommandError, match="works on PostgreSQL already"):
        call_command("move_to_postgres", url)
    assert lines_of(tmp_path / "again.gz") == lines
    said = capsys.readouterr().out
    for table, count in lines[0]["counts"].items():
        assert not count or re.search(rf"^ *{count}  {table}$", said, re.MULTILINE)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://me:opensesame@127.0.0.1:1/x", "has to begin with postgres://"),
        ("postgres://me:opensesame@127.0.0.1:1/x", "The database does not answer; is its address right"),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_words(embedded: dict[str, Any], url: str, says: str) -> None:
    with working_on(embedded), pytest.raises(CommandError, match=says) as refused:
        call_command("move_to_postgres", url)
    assert "opensesame" not in str(refused.value)


def test_nothing_moves_while_manyhands_runs(embedded: dict[str, Any], tmp_path: Path) -> None:
    refused = pytest.raises(CommandError, match=r"is running on .* already: stop it first")
    with working_on(embedded), only_one(tmp_path), refused:
        call_command("move_to_postgres", "postgres://me@127.0.0.1:1/x")
