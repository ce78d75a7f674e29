"""The root URLs: one line for each app, in the order of the floors."""

from importlib.util import find_spec
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, include, path

# Django's pages name their scripts without a nonce; all of them come from our own files.
_may_run_its_files: Any = csp_replace({"script-src": [SELF]})

# The admin's own sign-in page would go around two-factor and the lockout.
admin.site.login = _may_run_its_files(secure_admin_login(admin.site.login))  # type: ignore[method-assign]

_admin_view = admin.site.admin_view


def _with_its_scripts(view: Any, cacheable: bool = False) -> Any:
    return _may_run_its_files(_admin_view(view, cacheable))


admin.site.admin_view = _with_its_scripts  # type: ignore[method-assign]

# Sign-in belongs to each person: one verb changes an address, and nobody reads another one's second factor.
for _model in (Group, EmailAddress, Authenticator, UserSession):
    admin.site.unregister(_model)

handler403 = "core.doors.permission_denied"
handler404 = "core.doors.not_found"
handler400 = "core.failures.bad_request"
handler500 = "core.failures.server_error"

APPS = ["core", "people", "programs", "relationships", "goals", "notes", "surveys", "pairing", "nudges"]
APPS += ["desk"] + (["demo"] if settings.DEMO else [])

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
]
urlpatterns += [path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")]
urlpatterns += [path("", include("config.api"))]
# Last, because the people app answers some of these addresses itself.
urlpatterns += [path("accounts/", include("allauth.urls"))]
