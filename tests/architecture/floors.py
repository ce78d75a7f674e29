"""Which app stands on which floor (lowest first). It sees the floors below; neighbors never see each other."""

FLOORS: tuple[tuple[str, ...], ...] = (
    ("core",),
    ("people",),
    ("programs",),
    ("relationships",),
    ("goals", "notes", "surveys"),
    ("pairing",),
    ("nudges",),
    ("desk", "demo"),
    ("config",),
)
APPS: tuple[str, ...] = tuple(app for floor in FLOORS for app in floor)


def floor_of(app: str) -> int | None:
    """The number of an app's floor; None for an app of other people."""
    return next((number for number, floor in enumerate(FLOORS) if app in floor), None)


def may_see(app: str, other: str) -> bool:
    """May code of `app` know `other`? Other people's apps are below all floors."""
    mine, theirs = floor_of(app), floor_of(other)
    return app == other or theirs is None or (mine is not None and theirs < mine)
