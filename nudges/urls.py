"""The pages of this floor."""

from django.urls import path

from nudges import views
from nudges.reminding import OCCASIONS

app_name = "nudges"

urlpatterns = [
    path("me/reminders/", views.settings, name="settings"),
    path("reminders/stop/<str:token>/", views.stop, name="stop"),
    *(
        path(f"programs/<uuid:program>/remind/{what}/", views.remind, {"what": what}, f"remind_{what}")
        for what in OCCASIONS
    ),
    path("pairs/<uuid:pair>/remind/", views.remind_pair, name="remind_pair"),
    path("pairs/<uuid:pair>/remind-later/", views.remind_later, name="snooze"),
]
