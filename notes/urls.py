from django.urls import path

from notes import views

app_name = "notes"

urlpatterns = [
    path("pairs/<uuid:pair>/notes/write/", views.write, name="write"),
    path("notes/", views.own, name="own"),
    path("notes/private/<uuid:private_note>/", views.private, name="private"),
    path("notes/private/<uuid:private_note>/share/", views.share, name="share"),
    path("notes/private/<uuid:private_note>/delete/", views.delete_private, name="delete_private"),
    path("notes/shared/<uuid:shared_note>/", views.shared, name="shared"),
    path("notes/shared/<uuid:shared_note>/delete/", views.delete_shared, name="delete_shared"),
]
