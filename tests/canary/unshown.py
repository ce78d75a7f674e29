"""Sealed fields that no page shows to anybody, each with the reason. An entry that a page does show fails the test."""

UNSHOWN: dict[str, str] = {
    "answer.sealed": "numbers; a page draws their mean and never says one of them",
}
