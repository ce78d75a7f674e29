"""Reading what HR systems export (3.2)."""

import io
import re
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
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
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


HEADINGS = "EmpID,Name,E-mail,Manager"
ROWS = "1,Ana Ruiz,ana@x.org,\n2,Bo Lind,bo@x.org,Ana Ruiz\n"


@pytest.mark.parametrize(
    "above",
    [
        "Staff of ACME\n",
        "Company,ACME\nExported on,2026-11-01\n\n",
        "Staff,,,\nof 2026,,,\n,,,\n",
        "People, by HR, as of today\n",
        "A list of people who are\nactive, in Bern\n",
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_headings_are_found_below_what_stands_above_them(above: str, delimiter: str) -> None:
    text = above.replace(",,,", delimiter * 3) + f"{HEADINGS}\n{ROWS}".replace(",", delimiter)
    table = read_table(text.encode())
    assert table.headers == tuple(HEADINGS.split(","))
    assert [row.line for row in table.rows] == [above.count("\n") + 2, above.count("\n") + 3]


def test_a_row_that_sounds_like_headings_is_none_below_the_real_ones() -> None:
    table = read_table("Imię,Nazwisko,Stan\nEmployee,Manager,Active\nAna,Ruiz,Active\n".encode())
    assert table.headers == ("Imię", "Nazwisko", "Stan")


def test_quotes_count_after_a_space() -> None:
    assert cells(read_table(b'"Name", "Note"\n"Ruiz, Ana", "a, b"\n')) == [("Ruiz, Ana", "a, b")]


def test_one_western_line_does_not_break_the_other_names() -> None:
    text = "Name;Ort\nJosé Müller;Köln\n".encode() + "Zoë Brontë;Bern\n".encode("cp1252")
    assert cells(read_table(text)) == [("José Müller", "Köln"), ("Zoë Brontë", "Bern")]


def test_a_zero_byte_in_a_table_is_refused() -> None:
    late = "name,mail\n" + "".join(f"Ana N{n},a{n}@x.org\n" for n in range(5000))
    files = [b"name,mail\nAna\x00,a@x.org\n", late.encode() + b"B\x00,b@x.org\n", "name\nA\x00a\n".encode("utf-16")]
    assert {refused(content) for content in files} == {"not-a-table"}


def test_a_workbook_that_begins_with_a_sheet_of_instructions() -> None:
    book = openpyxl.Workbook()
    book.active.append(["How to fill in"])
    book.active.append(["One person in each row", "with a name"])
    people = book.create_sheet("People")
    for row in (["EmpID", "Name"], [1, "Ana Ruiz"]):
        people.append(row)
    assert cells(read_table(saved(book))) == [("1", "Ana Ruiz")]


def test_a_hidden_sheet_is_not_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["EmpID", "Name"])
    book.active.append([9, "Old Row"])
    book.active.sheet_state = "hidden"
    people = book.create_sheet("People")
    for row in (["EmpID", "Name"], [1, "Ana Ruiz"]):
        people.append(row)
    assert cells(read_table(saved(book))) == [("1", "Ana Ruiz")]


def test_a_cell_merged_over_several_rows_counts_in_each() -> None:
    rows: list[list[object]] = [["EmpID", "Name", None, "Department"], [None, "First name", "Last name", None]]
    rows += [[1, "Ana", "Ruiz", "IT"], [2, "Bo", "Lind", None], [3, "Cy", "Day", None]]
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    for area in ("A1:A2", "B1:C1", "D1:D2", "D3:D4"):
        book.active.merge_cells(area)
    table = read_table(saved(book))
    assert table.headers == ("EmpID", "First name", "Last name", "Department")
    assert [(row.line, row.cells[3]) for row in table.rows] == [(3, "IT"), (4, "IT"), (5, "")]


def test_a_formula_counts_as_its_stored_value() -> None:
    book = workbook([["EmpID", "Name"], [1, "=1"]])
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    stored = re.sub(rb'<c r="B2"[^>]*><f>1</f><v ?/?>(</v>)?', b'<c r="B2" t="str"><f>1</f><v>Ana Ruiz</v>', sheet)
    assert cells(read_table(with_part(book, "xl/worksheets/sheet1.xml", stored))) == [("1", "Ana Ruiz")]


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
