from django.urls import path

from surveys import views

app_name = "surveys"

urlpatterns = [
    path("check-ins/<uuid:asked>/", views.check_in, name="check_in"),
    path("check-ins/<uuid:asked>/skip/", views.skip, name="skip"),
    path("pairs/<uuid:pair>/check-ins/", views.own_line, name="own_line"),
    path("pairs/<uuid:pair>/help/", views.ask_for_help, name="ask_for_help"),
    path("help-requests/<uuid:help_request>/", views.help_request, name="help_request"),
]
