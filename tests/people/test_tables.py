"""Reading what HR systems export (3.2)."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from people.tables import MAX_BYTES, Table, TableError, read_path, read_table

TEXT = "Name;Ort\nJosé Müller;Köln\nZoë Šimić;Łódź\n"
WESTERN = "Name;Ort\nJosé Müller;Köln\nZoë Brontë;Nîmes\n"


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(TableError) as error:
        read_table(content)
    assert str(error.value).endswith(".")
    return error.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_reads_alike(encoding: str) -> None:
    assert cells(read_table(TEXT.encode(encoding))) == [("José Müller", "Köln"), ("Zoë Šimić", "Łódź")]


def test_big_endian_with_mark_and_western_code_page() -> None:
    assert cells(read_table(b"\xfe\xff" + TEXT.encode("utf-16-be")))[1] == ("Zoë Šimić", "Łódź")
    assert cells(read_table(WESTERN.encode("cp1252"))) == [("José Müller", "Köln"), ("Zoë Brontë", "Nîmes")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_although_cells_hold_the_others(delimiter: str) -> None:
    text = f'Name{delimiter}Motto\n"Ruiz, Ana"{delimiter}"a;b;c"\n"Lind, Bo"{delimiter}"x,y\tz|w"\n'
    assert cells(read_table(text.encode())) == [("Ruiz, Ana", "a;b;c"), ("Lind, Bo", "x,y\tz|w")]


def test_one_column_stays_whole() -> None:
    assert cells(read_table(b"Name\nRuiz, Ana\nLind, Bo\n")) == [("Ruiz, Ana",), ("Lind, Bo",)]


def test_a_row_is_named_by_the_line_it_starts_on() -> None:
    table = read_table(b'name,note\nAna,"two\nlines"\n\n,\nBo,x\n')
    assert [(row.line, row.cells[0]) for row in table.rows] == [(2, "Ana"), (6, "Bo")]


def test_line_ends_of_every_system() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert len(read_table(f"a,b{end}1,2{end}3,4{end}".encode()).rows) == 2


def test_excel_hint_title_line_duplicate_and_empty_headings() -> None:
    assert read_table(b"sep=;\r\nName;Ort\r\nAna;Bern\r\n").rows[0].line == 3
    table = read_table(b"People as of Monday,,\nname,mail,mail,\nAna,a@x.org,b@x.org,\n")
    assert table.headers == ("name", "mail", "mail (2)")


def test_ragged_rows_are_padded_and_surplus_is_told() -> None:
    table = read_table(b"a,b,c\n1\n1,2,3,\n1,2,3,4\n")
    assert [(len(row.cells), row.surplus) for row in table.rows] == [(3, False), (3, False), (3, True)]


def test_workbook_days_numbers_and_gaps() -> None:
    moment = datetime(2020, 2, 3)  # noqa: DTZ001 - workbooks know no zones
    table = read_table(workbook([["id", "when", "x"], [7.0, moment, None], [], [8, date(2021, 1, 2), True]]))
    assert [(row.line, *row.cells) for row in table.rows] == [
        (2, "7", "2020-02-03", ""),
        (4, "8", "2021-01-02", "TRUE"),
    ]


def test_what_is_no_table_is_refused_with_one_sentence() -> None:
    junk = bytes(range(256)) * 40
    files = [junk, b"%PDF-1.7 x", b"<!doctype html><table></table>", b'{"a": [1]}', b'[{"a": 1}]', b"PK\x03\x04 broken"]
    assert {refused(content) for content in files} == {"not-a-table"}


def test_empty_files() -> None:
    assert {refused(content) for content in (b"", b" \n\n", b"\xef\xbb\xbf", b"name,mail\n", workbook([]))} == {"empty"}


def test_too_large_is_known_before_reading(tmp_path: Path) -> None:
    assert refused(b"a" * (MAX_BYTES + 1)) == "too-large"
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(TableError, match="20 MB"):
        read_path(path)


def test_an_open_quotation_mark_names_its_line() -> None:
    rows = "\n".join(f"{n},x" for n in range(100))
    with pytest.raises(TableError, match="line 2"):
        read_table(f'a,b\n"open,x\n{rows}\n'.encode())


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            new.writestr(item, part if item == name else old.read(item))
        if name not in old.namelist():
            new.writestr(name, part)
    return stream.getvalue()


def test_a_workbook_with_entities_or_a_bomb_is_refused() -> None:
    book = workbook([["name"], ["Ana"]])
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert refused(with_part(book, "xl/workbook.xml", entity)) == "not-a-table"
    assert refused(with_part(book, "xl/bomb.bin", b"\x00" * (301 * 1024 * 1024))) == "not-a-table"


def test_a_damaged_workbook_is_refused_in_words() -> None:
    book = bytearray(workbook([["name"], ["Ana"]]))
    for at in range(60, len(book), 97):
        book[at] ^= 0xFF
    assert refused(bytes(book)) == "not-a-table"


def test_our_own_mark_before_what_calculates_is_taken_off_again() -> None:
    assert cells(read_table(b"name,note\n'=cmd,'s-Gravenhage\n")) == [("=cmd", "'s-Gravenhage")]
