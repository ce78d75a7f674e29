"""Routes of the demo; the root URLs include them only with DEMO=1."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.choose, name="personas"),
    path("demo/enter/<str:key>/", views.enter, name="enter"),
    path("demo/mail/", views.mailbox, name="mailbox"),
    path("demo/mail/<str:name>/", views.mail, name="mail"),
    path("demo/mail/<str:name>/page/", views.mail_page, name="mail_page"),
]
