"""The page that somebody came from, as a form names it: a hidden field `next` with a path of ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(path: str) -> bool:
    """A path on this server, and not an address of another one in disguise."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def leads_back(request: HttpRequest, path: str) -> None:
    """Says where a refusal of this request leads: a page that shows how it stands."""
    request._leads_back = path  # type: ignore[attr-defined]


def back_url(request: HttpRequest) -> str:
    """Where it leads, if a door said so and it is another page than this one."""
    path = str(getattr(request, "_leads_back", ""))
    return "" if path == request.path else path


def back_from(request: HttpRequest) -> HttpResponse | None:
    """To the page that the form names; None if it names none of ours."""
    path = request.POST.get("next", "")
    return redirect(path) if is_ours(path) else None
