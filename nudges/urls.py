"""The pages of this floor."""

from django.urls import path

from nudges import views

app_name = "nudges"

urlpatterns = [
    path("me/reminders/", views.settings, name="settings"),
    path("reminders/stop/<str:token>/", views.stop, name="stop"),
    path("pairs/<uuid:pair>/remind/", views.remind_pair, name="remind_pair"),
    path("pairs/<uuid:pair>/remind-later/", views.remind_later, name="snooze"),
]
