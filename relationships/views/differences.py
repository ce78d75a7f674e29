"""The public page "How the two differ"."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relationships import kinds
from relationships.kinds.differences import rows


@login_not_required
@require_safe
def differences(request: HttpRequest) -> HttpResponse:
    """Every row comes from the rules in force; nobody has to sign in to read them."""
    names = {"coaching": kinds.coaching.NAME, "mentoring": kinds.mentoring.NAME}
    return render(request, "relationships/differences.html", {"rows": rows(), "names": names})
