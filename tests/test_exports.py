"""Every list can be taken out as a file that says what its page says, of what its reader may see."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core import clock
from core.exporting import Listing, as_file, csv_lines, harmless
from core.models import AuditEvent, Export
from core.wording import short_day
from people.models import User
from tests import make
from tests.architecture.sources import code
from tests.rows import Rows, people, programs
from tests.rows.programs import of_run, pairs_of_program

pytestmark = pytest.mark.django_db
TABLE = r'<tr role="row"[^>]*><th (?:role="rowheader"|scope="row")'
CARDS, MATCHES = r"<li\s*><div>", "<article"
SHOWN = 120  # more than two pages of fifty

# Name of the file → where it is, what begins a row of the page; `list=` where a page has two.
LISTS: dict[str, tuple[Callable[[], Rows], str]] = {
    "people": (people.directory, TABLE),
    "import-new": (partial(people.checked, "people:import_list_new", "new_names"), CARDS),
    "import-changed": (partial(people.checked, "people:import_list_changed", "changes"), CARDS),
    "import-unchanged": (partial(people.checked, "people:import_list_unchanged", "unchanged_names"), CARDS),
    "import-leaving": (partial(people.checked, "people:import_list_leaving", "leaving"), CARDS),
    "import-absent": (partial(people.checked, "people:import_list_absent", "absent_names"), CARDS),
    "programs": (partial(programs.programs, "programs:programs"), CARDS),
    "who-takes-part": (programs.applications, TABLE),
    "pairs": (partial(pairs_of_program, "desk:pairs", "mentoring", "admin"), TABLE),
    "without-a-pair": (programs.alone, TABLE),
    "inbox": (programs.inbox, CARDS),
    "your-coachees": (partial(pairs_of_program, "desk:home", "coaching", "guide"), TABLE),
    "my-team": (programs.team, CARDS),
    "proposed-pairs": (partial(of_run, "pairing:run", programs.match), MATCHES),
    "pairings": (programs.runs, CARDS),
}
# The first column stands as a heading above its rows.
HEADED = {"inbox"}
# Of these the page itself shows no more.
SHORTER = {"inbox": 50, "pairings": 20}
# Templates with a table or pages of rows that are no list to take out, and why.
NO_LIST = {
    "desk/_privacy.html": "a text, and the periods in it",
    "desk/who_looked.html": "one's own record; it is in the copy of My data",
    "desk/batch.html": "how far one act on many has come; what it did stands in the list that it acted on",
    "people/import_columns.html": "a form: one row for each column of the file",
    "people/_import_problems.html": "the problems of one check; its rows are taken out by left-out.csv",
    "relationships/differences.html": "public, and the same for everyone",
    "goals/_old_and_new.html": "what two people wrote",
    "goals/_review_values.html": "what two people wrote",
    "surveys/own_line.html": "one's own answers",
    "core/_goal_chart.html": "the table beside a chart of what two people wrote",
    "demo/mailbox.html": "the demo's folder of mails",
}


def filled(name: str, monkeypatch: pytest.MonkeyPatch, number: int) -> tuple[Client, Rows]:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    rows, client = LISTS[name][0](), Client()
    for one in range(1, number + 1):
        rows.more(one)
    client.force_login(rows.reader)
    return client, rows


def taken(client: Client, path: str, form: str = "csv", **more: str) -> tuple[list[list[Any]], Any]:
    """The rows of a file without their heading, and the answer."""
    asked = urlencode({"download": form, **more})
    answer: Any = client.get(f"{path}{'&' if '?' in path else '?'}{asked}")
    body = b"".join(answer.streaming_content)
    if form == "xlsx":
        sheet = load_workbook(io.BytesIO(body)).active
        assert sheet is not None
        return [list(row) for row in sheet.iter_rows(values_only=True)][1:], answer
    assert body.startswith(b"\xef\xbb\xbf"), "or Excel takes it for Latin"
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:], answer


def rows_on(client: Client, path: str, begins: str) -> list[str]:
    """The words of each row, over all pages of a list."""
    found, number = [], 1
    while True:
        at = f"{path}{'&' if '?' in path else '?'}page={number}"
        page = client.get(at).content.decode().split("<main", 1)[1].split("</main>")[0]
        pieces = re.split(begins, page)[1:]
        found += [" ".join(unescape(re.sub(r"<[^>]+>", " ", piece)).split()) for piece in pieces]
        if f"page={number + 1}" not in page:
            return found
        number += 1


def words_of(cell: str) -> str:
    """A cell as its page says it: days are days there."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return short_day(date.fromisoformat(cell), make.TODAY)
    return " ".join(cell.split())


@pytest.mark.parametrize("name", LISTS)
def test_a_file_holds_the_rows_of_the_page_in_their_order_and_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client, rows = filled(name, monkeypatch, SHOWN)
    file, answer = taken(client, rows.path)
    page = rows_on(client, rows.path, LISTS[name][1])
    assert answer["Content-Disposition"] == f'attachment; filename="{name}-2026-11-17.csv"'
    assert len(file) >= SHOWN, "all rows, not those of one page"
    most = SHORTER.get(name, len(file))
    assert len(page) >= most
    for row, said in zip(file[:most], page, strict=False):
        parts = [part for cell in row[1 if name in HEADED else 0 :] for part in words_of(cell).split("; ")]
        assert [part for part in parts if part not in said] == [], (row, said)


@pytest.mark.parametrize("name", LISTS)
def test_a_workbook_says_the_same_and_both_leave_word_of_who_took_how_many(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, rows = filled(name, monkeypatch, 3)
    lines, _answer = taken(client, rows.path)
    cells, answer = taken(client, rows.path, "xlsx")
    said = [["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row] for row in cells]
    assert said == lines
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    events = AuditEvent.objects.filter(verb="list.export", actor_id=rows.reader.pk)
    made = {row.pk: row for row in Export.objects.all()}
    taken_out = [(made[event.object_id].name, made[event.object_id].form) for event in events]
    assert taken_out == [(name, "csv"), (name, "xlsx")]
    assert {row.rows for row in made.values()} == {len(lines)}


def test_the_people_without_a_pair_of_a_pairing_are_its_second_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    rows, client = of_run("pairing:run", programs.unmatched), Client()
    rows.more(1)
    rows.more(2)
    client.force_login(rows.reader)
    file, answer = taken(client, rows.path, list="without-a-pair")
    assert file == [["Jo Paired01x", "Nobody is free."], ["Jo Paired02x", "Nobody is free."]]
    assert "without-a-pair-" in answer["Content-Disposition"]
    assert "list=without-a-pair" in client.get(rows.path).content.decode()


def test_what_the_page_was_asked_for_holds_for_the_file() -> None:
    client, admin = Client(), make.make_person("Olga", "Aaa", is_org_admin=True)
    for name in ("Amara", "Amelie", "Bo"):
        make.make_person(name)
    client.force_login(admin)
    page = client.get("/people/?q=am&page=1").content.decode()
    assert 'href="?download=csv&amp;q=am"' in page
    assert sorted(row[0].split()[0] for row in taken(client, "/people/?q=am")[0]) == ["Amara", "Amelie"]


def test_no_file_for_whom_there_is_no_page() -> None:
    client = Client()
    client.force_login(make.make_person("Otto"))
    program = make.make_program()
    for path, status in (("/people/", 403), (f"/programs/{program.pk}/applications/", 403), ("/inbox/", 403)):
        assert client.get(path, {"download": "csv"}).status_code == status
    assert not Export.objects.exists()


def test_an_unknown_form_is_the_page_and_leaves_no_word() -> None:
    client = Client()
    client.force_login(make.make_person("Olga", is_org_admin=True))
    assert b"<!doctype html>" in client.get("/people/", {"download": "pdf"}).content
    assert not Export.objects.exists()


@pytest.mark.parametrize("name", ["people", "pairs", "who-takes-part", "proposed-pairs"])
def test_a_file_asks_as_often_for_many_rows_as_for_few(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client, rows = filled(name, monkeypatch, 1)
    counts = []
    for more in (range(2, 10), range(10, 60)):
        for one in more:
            rows.more(one)
        with CaptureQueriesContext(connection) as asked:
            taken(client, rows.path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_file_speaks_its_readers_language_and_zone_though_the_request_is_over(rf: Any) -> None:
    request = rf.get("/")
    request.user = make.make_person("Olga")
    late = make.NOW.replace(hour=23)
    listing = Listing("moments", ["At"], [late], lambda row: [row])
    with timezone.override("Pacific/Auckland"), translation.override("en"):
        answer: Any = as_file(request, listing, "csv")
    with timezone.override("UTC"):
        assert b"2026-11-18" in b"".join(answer.streaming_content), "the day that it is for the reader"


TRIGGERS = tuple("=+-@\t\r\n")


@given(st.text(max_size=30))
@example("'")
def test_no_cell_begins_like_a_formula(text: str) -> None:
    """OWASP, CSV injection; also behind blanks, and in full width."""
    for begins in ("", "=", "+", "-", "@", "\t", "\r", " =", "\ufeff@", "\uff1d", "\u3000+"):
        cell = str(harmless(f"{begins}{text}"))
        read = next(csv.reader(io.StringIO("".join(csv_lines([[cell]])).removeprefix("\ufeff"), newline="")), [""])
        assert not read[0].lstrip(" \u00a0\ufeff\u3000").startswith((*TRIGGERS, "\uff1d", "\uff0b", "\uff0d", "\uff20"))
        assert cell in (f"{begins}{text}", f"'{begins}{text}")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_name_that_is_a_formula_comes_out_harmless(form: str) -> None:
    client, admin = Client(), make.make_person("Olga", "Aaa", is_org_admin=True)
    User.objects.filter(pk=make.make_person("Bo").pk).update(given_name="=1+1", title="a\x0bb")
    client.force_login(admin)
    names = [row[0] for row in taken(client, "/people/", form)[0]]
    assert any(name.startswith("'=1+1") for name in names)
    assert not any(str(name).startswith("=") for name in names)


def test_every_list_of_rows_offers_its_files() -> None:
    """A template with a table, or with pages of rows, has the links or says here why not."""
    without = []
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        text, name = path.read_text(), str(path.relative_to(settings.BASE_DIR / "templates"))
        if name.startswith("cotton/"):
            continue
        if ("<c-table" in text or "_pages.html" in text) and "{% downloads" not in text:
            without.append(name)
    assert sorted(set(without) - set(NO_LIST)) == []
    assert sorted(set(NO_LIST) - set(without)) == [], "gone, or has them by now"


def test_nothing_else_writes_csv() -> None:
    """One writer, so that one rule makes cells harmless."""
    writers = {str(file.path) for file in code() if "csv.writer" in file.text or "csv.DictWriter" in file.text}
    assert writers == {"core/exporting.py", "demo/cast.py"}
