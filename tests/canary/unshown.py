"""Sealed fields that no page shows to anybody, each with the reason. An entry that a page does show fails the test."""

UNSHOWN: dict[str, str] = {
    "run.frozen": "what a run was given, kept so that it can be done again; its pages show the matches",
}
