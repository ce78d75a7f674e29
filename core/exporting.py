"""Lists as files: what a page shows, all of it, as CSV or XLSX.

A view makes the `Listing` of what it shows anyway and asks `download` before it renders:

    listing = Listing("people", [_("Name"), _("Title")], rows, lambda person: [person.name, person.title])
    if file := download(request, listing):
        return file

So nobody gets a row or a column in a file that their page does not show.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation

from core import clock
from core.models import Export
from core.verbs import verb

Cell = str | int | date | datetime | None
CHUNK = 500
BOM = "\ufeff"  # by which Excel knows UTF-8
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")  # OWASP, CSV injection
# What XML cannot hold.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Listing:
    """A list that a page shows: its name in files and in the audit, its headings, its rows (a queryset or a list) and
    what stands in the columns of a row. `program` is whose admins may read that it was downloaded."""

    name: str
    headings: Sequence[Any]
    rows: Any
    cells: Callable[[Any], Sequence[Any]]
    program: UUID | None = None

    def count(self) -> int:
        return len(self.rows) if isinstance(self.rows, list) else int(self.rows.count())

    def table(self) -> Iterator[list[Cell]]:
        """The heading and every row, harmless to a spreadsheet; of a queryset never all at once."""
        yield [str(heading) for heading in self.headings]
        rows = self.rows if isinstance(self.rows, list) else self.rows.iterator(chunk_size=CHUNK)
        for row in rows:
            yield [harmless(cell) for cell in self.cells(row)]


@verb("list.export")
def note(name: str, form: str, rows: int, *, by: Any, now: datetime, program: UUID | None = None) -> Export:
    """Leave word of who took which list with how many rows. May they: the page of the list has asked that."""
    return Export.objects.create(name=name, form=form, rows=rows, program_id=program, at=now)


def download(request: HttpRequest, *listings: Listing) -> StreamingHttpResponse | None:
    """The file that the address asks for (`?download=csv`, of several lists `&list=NAME`); None where it asks for the
    page. Leaves an audit row."""
    form, wanted = request.GET.get("download", ""), request.GET.get("list", "")
    if form not in TYPES or request.method != "GET":
        return None
    return as_file(request, next((one for one in listings if one.name == wanted), listings[0]), form)


def as_file(request: HttpRequest, listing: Listing, form: str) -> StreamingHttpResponse:
    """A listing as CSV or XLSX, written while it is sent."""
    now = clock.now()
    note(listing.name, form, listing.count(), by=request.user, now=now, program=listing.program)
    made = _csv(listing) if form == "csv" else _xlsx(listing)
    language, zone = translation.get_language(), timezone.get_current_timezone()
    response = StreamingHttpResponse(_as_the_reader(made, language, zone), content_type=TYPES[form])
    day = clock.day_of(now, zone)
    response["Content-Disposition"] = f'attachment; filename="{listing.name}-{day.isoformat()}.{form}"'
    return response


def harmless(cell: Any) -> Cell:
    """A cell that no spreadsheet takes for a formula, also not behind blanks or in full width (OWASP, CSV injection).

    Numbers and days stay what they are; a moment becomes its day where its reader is.
    """
    if isinstance(cell, datetime):
        return clock.day_of(cell, timezone.get_current_timezone())
    if cell is None or isinstance(cell, int | date):
        return cell
    text = str(cell)
    begins = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\ufeff\u200b\u3000")[:1])
    return f"'{text}" if text.startswith(TRIGGERS) or begins.startswith(TRIGGERS) else text


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """CSV in pieces, with the mark by which Excel knows UTF-8."""
    yield BOM
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        stream = io.StringIO()
        csv.writer(stream).writerows(chunk)
        yield stream.getvalue()


def _csv(listing: Listing) -> Iterator[bytes]:
    return (text.encode("utf-8", "replace") for text in csv_lines(listing.table()))


def _xlsx(listing: Listing) -> Iterator[bytes]:
    """A workbook is a zip whose index stands at its end: it is written to a file on disk, row by row, and then sent."""
    from openpyxl import Workbook  # a fifth of a second, for who asks for it

    book = Workbook(write_only=True)
    sheet = book.create_sheet(listing.name[:31])
    for row in listing.table():
        sheet.append([UNWRITABLE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece


def _as_the_reader(pieces: Iterator[bytes], language: str | None, zone: Any) -> Iterator[bytes]:
    """Each piece in the language and zone of the request, which is over for Django when it is sent."""
    while True:
        with translation.override(language), timezone.override(zone):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
