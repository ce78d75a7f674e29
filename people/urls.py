from django.urls import path
from django.views.generic import RedirectView

from people.views import directory, entering, profile

app_name = "people"

urlpatterns = [
    path("invitation/<str:token>/", entering.invitation, name="invitation"),
    path("address/<str:token>/", entering.confirm_address, name="confirm_address"),
    path("me/", profile.profile, name="profile"),
    path("people/", directory.people, name="people"),
    path("people/add/", directory.add_person, name="add_person"),
    path("people/<uuid:person>/", profile.person, name="person"),
    path("people/<uuid:person>/address/", profile.address, name="address"),
    # An address changes by one verb only, so allauth's own page for addresses leads to ours.
    path("accounts/email/", RedirectView.as_view(pattern_name="people:profile"), name="account_email"),
]
