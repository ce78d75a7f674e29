from django.urls import path

from programs.views import applications, invite, program

app_name = "programs"

urlpatterns = [
    path("programs/", program.programs, name="programs"),
    path("programs/new/", program.new_program, name="new"),
    path("programs/<uuid:program>/", program.program, name="program"),
    path("programs/<uuid:program>/edit/", program.edit, name="edit"),
    path("programs/<uuid:program>/open/", program.open_program, name="open"),
    path("programs/<uuid:program>/close/", program.close_program, name="close"),
    path("programs/<uuid:program>/apply/<str:role>/", applications.apply, name="apply"),
    path("programs/<uuid:program>/applications/", applications.applications, name="applications"),
    path("programs/<uuid:program>/invite/", invite.invite, name="invite"),
    path("takes-part/<uuid:enrollment>/withdraw/", applications.withdraw, name="withdraw"),
    path("takes-part/<uuid:enrollment>/places/", applications.places, name="places"),
    path("takes-part/<uuid:enrollment>/<str:decision>/", applications.decide, name="decide"),
    path("join/<str:key>/", program.join, name="join"),
]
