"""The page that a form leads back to is one of ours, however another one is dressed up."""

from __future__ import annotations

import pytest

from core.returning import is_ours


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/",
        "/\t/evil.example/", "javascript:alert(1)", "evil.example", "",
    ],
)  # fmt: skip
def test_no_form_leads_to_another_server(path: str) -> None:
    assert not is_ours(path)


@pytest.mark.parametrize("path", ["/", "/pairs/1/?tab=notes#line", "/inbox/"])
def test_a_path_of_ours_is_followed(path: str) -> None:
    assert is_ours(path)
