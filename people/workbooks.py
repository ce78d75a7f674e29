"""Reads the first filled sheet of an XLSX file as rows of text, with the limits that a hostile file needs.

A workbook is a ZIP of XML: what it unpacks to is bounded before it is unpacked, and a document type (the way to
entity bombs and to files of the server, trust.md risk 23) is refused.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

MAX_UNPACKED = 300 * 1024 * 1024
MAX_COLUMNS = 500
MAX_ROWS = 200_000


class WorkbookError(Exception):
    """Not a workbook that can be read safely."""


def read_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """(row of the sheet, cells as text) of the first sheet that holds anything; dates come out as ISO days."""
    # zipfile and openpyxl raise nearly anything on a damaged file; every such file gets the same sentence.
    try:
        _refuse_bombs(content)
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            yield from _first_filled(workbook)
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


def _first_filled(workbook: Any) -> Iterator[tuple[int, list[str]]]:
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        # Some writers state a wrong size; the cells themselves are the truth.
        sheet.reset_dimensions()
        found = False
        for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
            cells = [_text(value) for value in values]
            if any(cells):
                if number > MAX_ROWS:
                    raise WorkbookError
                found = True
                yield number, cells
        if found:
            return


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
