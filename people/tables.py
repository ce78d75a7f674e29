"""Reads what HR systems export, as a table of text: CSV in any usual encoding and delimiter, or XLSX.

In: the bytes of a file or its path. Out: a `Table` (headers, rows with the line in the file they start on).
Errors: `TableError` with one of the codes of `MESSAGES`. Nothing here knows people or a database, only what headings
are called (3.2).
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.headings import known_headings
from people.workbooks import MAX_COLUMNS, WorkbookError, read_workbook

MAX_BYTES = 20 * 1024 * 1024
MAX_RECORD_LINES = 60
MAX_TITLES = 30  # records above which headings are looked for
DELIMITERS = (",", ";", "\t", "|")
MESSAGES = {
    "not-a-table": _("This is not a table we can read. Save it as CSV or XLSX and try again."),
    "empty": _("The file is empty."),
    "too-large": _("The file is larger than 20 MB."),
    "unclosed-quote": _("A quotation mark on line %(line)s is not closed. Close it and try again."),
}
# How files begin that people upload by mistake: PDF, images, archives, the old XLS, RTF.
NOT_TABLES = (
    *(b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b"),
    *(b"\xd0\xcf\x11\xe0", b"{\\rtf", b"Rar!", b"7z\xbc"),
)
_STRAY, _BEYOND_ASCII = re.compile("[\udc80-\udcff]"), re.compile("[^\x00-\x7f]")
SPACES = " \t\r\n\v\f\u00a0\u200b\u2028\u2029\ufeff"


class TableError(Exception):
    """The file is refused: `code` for machines, `str()` is the sentence for people."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        super().__init__(message or str(MESSAGES[code]))


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `line` is the line of the file on which it starts (in a workbook: the row of the sheet)."""

    line: int
    cells: tuple[str, ...]
    surplus: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. Headers are unique, every row is as wide as the headers, rows without any text are left out."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    ragged: bool = False

    def column(self, header: str) -> list[str]:
        """The cells below one heading, top down."""
        index = self.headers.index(header)
        return [row.cells[index] for row in self.rows]


def read_path(path: Path) -> Table:
    """The table in a file on disk; the size is looked at before anything is read."""
    if path.stat().st_size > MAX_BYTES:
        raise TableError("too-large")
    return read_table(path.read_bytes())


def read_table(content: bytes) -> Table:
    """The table in the bytes of an uploaded file."""
    if len(content) > MAX_BYTES:
        raise TableError("too-large")
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise TableError("empty")
    if content.startswith(b"PK\x03\x04"):
        return _build(_workbook_records(content))
    if content.startswith(NOT_TABLES):
        raise TableError("not-a-table")
    text = _decode(content)
    _refuse_markup(text)
    return _build(_text_records(text))


def _workbook_records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from read_workbook(content)
    except WorkbookError as error:
        raise TableError("not-a-table") from error


def _decode(content: bytes) -> str:
    """UTF-8 or UTF-16 by mark or by shape, otherwise UTF-8, otherwise Windows' western code page."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _decode_as(content, name)
    sample = content[:4000]
    # UTF-16 without a mark: western text has a zero in every other byte.
    if sample.count(0) > len(sample) * 0.3:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return _decode_as(content, "utf-16-le" if odd > even else "utf-16-be")
    if b"\x00" in content:
        raise TableError("not-a-table")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_mixed(content)
    _refuse_binary(text)
    return text


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError("not-a-table") from error
    _refuse_binary(text)
    return text


def _decode_mixed(content: bytes) -> str:
    """The western code page; but text that is UTF-8 more often than not stays so, and only its odd bytes are western.

    Somebody pasted a line of another file into it: then all other names would come out as "MÃ¼ller".
    """
    strays = content.decode("utf-8", errors="surrogateescape")
    odd = len(_STRAY.findall(strays))
    if len(_BEYOND_ASCII.findall(strays)) <= 2 * odd:
        return content.decode("cp1252", errors="replace")
    return _STRAY.sub(lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", errors="replace"), strays)


def _refuse_binary(text: str) -> None:
    """Text has next to no control characters; noise has many."""
    sample = text[:20_000]
    odd = sum(1 for char in sample if (char < " " and char not in "\t\r\n\v\f") or char == "\ufffd")
    if "\x00" in sample or odd > max(3, len(sample) // 100):
        raise TableError("not-a-table")


def _refuse_markup(text: str) -> None:
    _refuse_binary(text)
    start = text.lstrip(SPACES)
    if not start:
        raise TableError("empty")
    if start.startswith("<"):
        raise TableError("not-a-table")
    if start[0] in "{[":
        try:
            json.loads(start)
        except ValueError:
            if start[:2] in ("[{", "{\n", "{\r", '{"', "{ "):
                raise TableError("not-a-table") from None
        else:
            raise TableError("not-a-table")


def _text_records(text: str) -> Iterator[tuple[int, list[str]]]:
    first, _newline, rest = text.partition("\n")
    hint = first.rstrip("\r")
    if hint.lower().startswith("sep=") and len(hint) == len("sep=;"):
        # Excel's own word about the delimiter.
        return _records(rest, hint[-1], 1)
    return _records(text, sniff(text), 0)


def sniff(text: str) -> str:
    """The delimiter under which most of the first records are as wide as the widest common width."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        score = _score([len(cells) for cells in _sample(text, delimiter)])
        if score > best_score:
            best, best_score = delimiter, score
    # One column only: any delimiter that does not occur keeps the cells whole.
    return best if best_score else next((d for d in ("\t", "|", ";") if d not in text), ",")


def _sample(text: str, delimiter: str) -> list[list[str]]:
    sample: list[list[str]] = []
    try:
        for cells in _reader(text[:200_000], delimiter):
            if any(cell.strip(SPACES) for cell in cells):
                sample.append(cells)
            if len(sample) == 60:
                break
    except csv.Error:
        pass
    return sample


def _score(widths: list[int]) -> float:
    """0 for "this cuts nothing"; else the share of records of the usual width, a little more for more columns."""
    if not widths:
        return 0.0
    # Narrow records above the usual ones are a title; that reading only wins if no other does.
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    above = next(at for at, width in enumerate(widths) if width >= usual)
    return max(_share(widths, widths[0]), _share(widths[above:], widths[above]) / 2 if usual > 2 else 0.0)


def _share(widths: list[int], heading: int) -> float:
    if heading < 2:
        return 0.0
    fits = sum(1 for width in widths if 1 < width <= heading)
    return fits / len(widths) + min(heading, 50) / 100


def _reader(text: str, delimiter: str) -> Any:
    # Some write `"Ana", "Ruiz, PhD"`: a quotation mark counts after a space too.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _records(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it starts on; a quoted line break makes a record several lines long."""
    reader = _reader(text, delimiter)
    start = skipped + 1
    try:
        for cells in reader:
            end = reader.line_num + skipped
            if end - start > MAX_RECORD_LINES:
                raise TableError("not-a-table", str(MESSAGES["unclosed-quote"]) % {"line": start})
            yield start, cells
            start = end + 1
    except csv.Error as error:
        raise TableError("not-a-table", str(MESSAGES["unclosed-quote"]) % {"line": start}) from error


def _build(records: Iterable[tuple[int, list[str]]]) -> Table:
    """Everything above the headings is left out."""
    clean = ((line, [_cell(cell) for cell in cells]) for line, cells in records)
    filled = [(line, cells) for line, cells in clean if any(cells)]
    filled = filled[_heading_at([cells for _line, cells in filled[:MAX_TITLES]]) :]
    if len(filled) < 2:
        raise TableError("empty")
    headers = _headers(filled[0][1])
    rows = tuple(_row(line, cells, len(headers)) for line, cells in filled[1:])
    uneven = sum(1 for _line, cells in filled[1:] if len(cells) != len(filled[0][1]))
    return Table(headers, rows, ragged=uneven * 2 > len(rows))


def _heading_at(records: list[list[str]]) -> int:
    """Which record has the headings: the one with most that we know, if only narrower ones (titles, "Exported on") are
    above it; otherwise the first that is no lone title above a wider record."""
    known = [known_headings(cells) for cells in records]
    if known and max(known) > 1:
        best = known.index(max(known))
        widest = max((_filled(cells) for cells in records[:best]), default=0)
        if widest < _filled(records[best]):
            return best
    at = 0
    while at + 1 < len(records) and _filled(records[at]) == 1 and _filled(records[at + 1]) > 2:
        at += 1
    return at


def _cell(text: str) -> str:
    """Without padding, and without the mark that our own exports put before what a spreadsheet would calculate."""
    bare = text.strip(SPACES)
    return bare[1:] if bare[:1] == "'" and bare[1:2] in ("=", "+", "-", "@") else bare


def _filled(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell)


def _row(line: int, cells: list[str], width: int) -> Row:
    padded = (cells + [""] * width)[:width]
    return Row(line, tuple(padded), surplus=any(cells[width:]))


def _headers(cells: list[str]) -> tuple[str, ...]:
    """Headings without a trailing run of empty ones; a repeated heading gets a number, an empty one a name."""
    last = max(index for index, cell in enumerate(cells) if cell)
    if last >= MAX_COLUMNS:
        raise TableError("not-a-table")
    seen: set[str] = set()
    headers: list[str] = []
    for index, cell in enumerate(cells[: last + 1], start=1):
        heading = " ".join(cell.split()) or f"Column {index}"
        unique, number = heading, 2
        while unique in seen:
            unique, number = f"{heading} ({number})", number + 1
        seen.add(unique)
        headers.append(unique)
    return tuple(headers)
