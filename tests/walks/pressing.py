"""Pages that no link leads to: they answer a button."""

from collections.abc import Iterator

from tests.doors.asking import labels_of, values_for
from tests.doors.expectations import find
from tests.doors.routes import Route, all_routes
from tests.doors.world import KINDS, World
from tests.walks.crawling import Page, Start, pages_of
from tests.walks.personas import Persona

BUTTON = "a button"
# Which one. The addresses of forms show a page when a form comes back without a script.
ANSWERS = {
    "relationships:session_logged": "We met",
    "relationships:farewell": "End it",
    "relationships:start": "Go on to",
    "notes:write": "Save",
    "desk:batch": "Do it",
}


def pressed_pages(world: World) -> Iterator[Page]:
    """Each opened by everybody whose row of the doors says that they may."""
    for route in (route for route in all_routes() if route.name in ANSWERS):
        for label in labels_of(world, route):
            for persona in _who_may(world, route, label):
                path = route.path(values_for(world, route, label) or {})
                yield from pages_of(world, persona, [Start(path, BUTTON)], follows=False)


def _who_may(world: World, route: Route, label: str) -> Iterator[Persona]:
    row = find(route.app, route.name, "GET", label)
    for role, status in row.cells.items() if row else ():
        if status == "200":
            yield Persona(f"{role} of {label}", world.person(role, label), label if label in KINDS else "")
