"""The root URLs: one line for each app, in the order of the floors."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

# The admin's own sign-in page would go around two-factor and the lockout.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler403 = "core.doors.permission_denied"
handler404 = "core.doors.not_found"

APPS = ["core", "people", "programs", "relationships", "goals", "notes", "surveys", "pairing", "nudges"]
APPS += ["insights", "desk"] + (["demo"] if settings.DEMO else [])

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
]
urlpatterns += [path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")]
# Last, because the people app answers some of these addresses itself.
urlpatterns += [path("accounts/", include("allauth.urls"))]
