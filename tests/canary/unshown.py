"""Sealed fields that no page shows to anybody, each with the reason. An entry that a page does show fails the test."""

UNSHOWN: dict[str, str] = {}
