"""The rows of `tests/doors/<app>.csv`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.doors.world import ROLES

FOLDER = Path(__file__).parent
KEY = ("route", "method", "object")


@dataclass(frozen=True)
class Row:
    """What each role is answered at one route, by one method, for one object."""

    route: str
    method: str
    object: str
    cells: dict[str, str]


@cache
def rows_of(app: str) -> tuple[Row, ...]:
    """Every row of an app's CSV; none without a file. Raises ValueError on a wrong heading or an empty cell."""
    path = FOLDER / f"{app}.csv"
    if not path.exists():
        return ()
    with path.open(newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != (*KEY, *ROLES):
            raise ValueError(f"{path.name}: the heading is {','.join((*KEY, *ROLES))}")
        return tuple(_row(path.name, line) for line in reader)


def _row(name: str, line: dict[str, str]) -> Row:
    cells = {role: (line[role] or "").strip() for role in ROLES}
    for role, value in cells.items():
        if value != "login" and not (value.isdigit() and len(value) == 3):
            raise ValueError(f"{name}: {line['route']} {line['method']}: {role} needs one status, not {value!r}")
    return Row(line["route"], line["method"], line["object"], cells)


def find(app: str, route: str, method: str, label: str) -> Row | None:
    return next((r for r in rows_of(app) if (r.route, r.method, r.object) == (route, method, label)), None)


def write(app: str, rows: list[Row]) -> None:
    """Replace an app's CSV."""
    with (FOLDER / f"{app}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*KEY, *ROLES])
        for row in rows:
            writer.writerow([row.route, row.method, row.object, *(row.cells[role] for role in ROLES)])
