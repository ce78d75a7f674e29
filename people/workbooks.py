"""Reads the sheet with the table of an XLSX file as rows of text, with the limits that a hostile file needs.

A workbook is a ZIP of XML: what it unpacks to is bounded before it is unpacked, and a document type (the way to
entity bombs and to files of the server, trust.md risk 23) is refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from people.headings import known_headings

MAX_UNPACKED = 300 * 1024 * 1024
MAX_COLUMNS = 500
MAX_ROWS = 200_000
TOP = 30  # rows of a sheet in which headings are looked for
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')


class WorkbookError(Exception):
    """Not a workbook that can be read safely."""


def read_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """(row of the sheet, cells as text) of the first sheet that holds anything; dates come out as ISO days."""
    from openpyxl import load_workbook  # only workbooks need it, and every start would wait for it

    # zipfile and openpyxl raise nearly anything on a damaged file; every such file gets the same sentence.
    try:
        _refuse_bombs(content)
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            if sheet := _sheet(workbook):
                yield from _filled_records(sheet)
        finally:
            workbook.close()
    except WorkbookError:
        raise
    except Exception as error:
        raise WorkbookError from error


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if "[Content_Types].xml" not in archive.namelist() or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise WorkbookError
        for part in parts:
            if part.filename.endswith((".xml", ".rels", ".vml")):
                with archive.open(part) as stream:
                    _refuse_document_type(stream.read(65_536))


def _refuse_document_type(start: bytes) -> None:
    # Zero bytes are dropped so that UTF-16 cannot hide it.
    if b"<!DOCTYPE" in start.replace(b"\x00", b"").upper():
        raise WorkbookError


def _sheet(workbook: Any) -> Any:
    """The first visible sheet with headings that we know, otherwise the first with anything on it; None if all are
    empty. Many workbooks begin with a sheet that says how to fill in the next."""
    first = None
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        # Some writers state a wrong size; the cells themselves are the truth.
        sheet.reset_dimensions()
        top = list(islice((cells for _number, cells in _records(sheet) if any(cells)), TOP))
        if any(known_headings(cells) > 1 for cells in top):
            return sheet
        first = first or (sheet if top else None)
    return first


def _records(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        yield number, [_text(value) for value in values]


def _filled_records(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with text. A cell that was merged over several rows says the same in each of them."""
    merged, below = _merged_down(sheet), {}
    for number, cells in _records(sheet):
        for column, last in merged.get(number, ()):
            if column < len(cells):
                below[column] = (last, cells[column])
        if not any(cells):
            continue
        if number > MAX_ROWS:
            raise WorkbookError
        for column, (last, text) in below.items():
            if number <= last and column < len(cells):
                cells[column] = cells[column] or text
        yield number, cells


def _merged_down(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """first row → (column, last row) of cells merged over several rows; openpyxl does not tell while it streams."""
    from openpyxl.utils import column_index_from_string

    found: dict[int, list[tuple[int, int]]] = {}
    with sheet._get_source() as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            for match in _MERGED.finditer(text := tail + chunk):
                if (last := int(match[3])) > (row := int(match[2])):
                    found.setdefault(row, []).append((column_index_from_string(match[1].decode()) - 1, last))
            # A range cut in two is whole with the next chunk; that some are seen twice does no harm.
            tail = text[-200:]
    return found


def _text(value: Any) -> str:
    """A cell as a person reads it: whole numbers without a point, days as ISO."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
