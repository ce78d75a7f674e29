"""From the file to the plan in one step, as the command needs it and the pages in two."""

import json
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from core.clock import day_here
from people.headings import is_forbidden
from people.importing.importers import AnyPlan
from people.importing.options import ImportOptions, Plan, stopped_plan
from people.importing.planning import plan_import
from people.tables import Row, Table, TableError, read_path


def plan_path(path: Path, options: ImportOptions, now: datetime) -> Plan:
    """The plan for a file on disk; one that cannot be read is a plan that is stopped."""
    try:
        table = read_path(path)
    except TableError as error:
        return stopped_plan(error.code, str(error))
    return plan_import(table, options, day_here(now))


def keep_columns(table: Table, kept: set[str] | None = None) -> Table:
    """The table with the cells of other columns emptied. Without `kept`, birth dates and their like are emptied."""
    keep = [not is_forbidden(header) if kept is None else header in kept for header in table.headers]
    rows = (
        Row(row.line, tuple(cell if kept_ else "" for cell, kept_ in zip(row.cells, keep, strict=True)), row.surplus)
        for row in table.rows
    )
    return Table(table.headers, tuple(rows), table.ragged)


def pack(table: Table) -> str:
    """A table as text, to be sealed."""
    rows = [[row.line, row.surplus, *row.cells] for row in table.rows]
    return json.dumps({"headers": table.headers, "ragged": table.ragged, "rows": rows}, ensure_ascii=False)


def unpack(text: str) -> Table:
    """The table that was packed."""
    packed = json.loads(text)
    rows = tuple(Row(line, tuple(cells), surplus) for line, surplus, *cells in packed["rows"])
    return Table(tuple(packed["headers"]), rows, packed["ragged"])


def rows_left_out(table: Table, plan: AnyPlan) -> list[list[str]]:
    """The rows with errors as a table to mend and import again: what they held, and what is wrong."""
    if not plan.errors:
        return []
    mapped = [at for at, header in enumerate(table.headers) if header in plan.columns.values()]
    rows = {row.line: row for row in table.rows}
    heading = [*(table.headers[at] for at in mapped), _("Row"), _("What is wrong"), _("How to mend it")]
    return [heading] + [
        [*(rows[p.row].cells[at] for at in mapped), str(p.row), p.message, p.mend] for p in plan.errors if p.row in rows
    ]
