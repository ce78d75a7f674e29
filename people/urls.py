from django.urls import path, re_path
from django.views.generic import RedirectView

from people.views import directory, entering, importing, profile, signing_in, tokens

app_name = "people"

urlpatterns = [
    path("invitation/<str:token>/", entering.invitation, name="invitation"),
    path("address/<str:token>/", entering.confirm_address, name="confirm_address"),
    path("me/", profile.profile, name="profile"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/<uuid:apitoken>/revoke/", tokens.revoke, name="token_revoke"),
    path("people/", directory.people, name="people"),
    path("people/add/", directory.add_person, name="add_person"),
    path("people/import/", importing.import_people, name="import_people"),
    path("people/import/<uuid:job>/", importing.import_job, name="import_job"),
    path("people/import/<uuid:job>/columns/", importing.import_columns, name="import_columns"),
    path("people/import/<uuid:job>/answers/", importing.import_answers, name="import_answers"),
    path("people/import/<uuid:job>/start/", importing.import_start, name="import_start"),
    path("people/import/<uuid:job>/give-up/", importing.import_give_up, name="import_give_up"),
    path("people/import/<uuid:job>/left-out.csv", importing.import_left_out, name="import_left_out"),
    *(
        path(f"people/import/<uuid:job>/{which}/", importing.import_list, {"which": which}, name=f"import_list_{which}")
        for which in importing.LISTS
    ),
    path("people/<uuid:person>/", profile.person, name="person"),
    path("people/<uuid:person>/correct/", directory.correct_person, name="correct_person"),
    path("people/<uuid:person>/address/", profile.address, name="address"),
    path("people/<uuid:person>/invitation-link/", profile.invitation_link, name="invitation_link"),
    # An address changes by one verb only, so allauth's own pages for addresses lead to ours.
    path("accounts/email/", RedirectView.as_view(pattern_name="people:profile"), name="account_email"),
    re_path("^accounts/confirm-email/", RedirectView.as_view(pattern_name="people:profile"), name="confirm_email"),
    # In the place of allauth's pages for keys and sessions.
    path("accounts/2fa/webauthn/", signing_in.passkey_list, name="passkeys"),
    path("accounts/2fa/webauthn/add/", signing_in.add_passkey, name="add_passkey"),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", signing_in.remove_passkey, name="remove_passkey"),
    path("accounts/sessions/", signing_in.device_list, name="devices"),
    path("accounts/sessions/<int:pk>/end/", signing_in.sign_out_there, name="sign_out_there"),
    # allauth's pages, while mail is sent.
    path("accounts/password/reset/", entering.password_reset, name="password_reset"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entering.password_from_key,
        name="password_from_key",
    ),
]
