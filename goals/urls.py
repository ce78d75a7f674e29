from django.urls import path

from goals.views import aims, goals, reviews, values

app_name = "goals"

PAIR = "pairs/<uuid:pair>"
GOAL = f"{PAIR}/goals/<uuid:goal>"
AIM = f"{PAIR}/aims/<uuid:intent>"

urlpatterns = [
    path("values/", values.enter_all, name="values"),
    path(f"{PAIR}/goals/new/", goals.add, name="add"),
    path(f"{GOAL}/", goals.numbers, name="goal"),
    path(f"{GOAL}/accept/", goals.accept, name="accept"),
    path(f"{GOAL}/edit/", goals.edit, name="edit"),
    path(f"{GOAL}/own-words/", goals.own_words, name="own_words"),
    path(f"{GOAL}/no-first-value/", goals.waive, name="waive"),
    path(f"{GOAL}/values/new/", values.enter, name="enter_value"),
    path(f"{GOAL}/values/<uuid:value>/", values.correct, name="correct_value"),
    *(path(f"{GOAL}/{act}/", goals.act, {"act": act}, name=act.replace("-", "_")) for act in goals.ACTS),
    path(f"{PAIR}/review/", reviews.review, name="review"),
    path(f"{PAIR}/reviews/<uuid:review>/", reviews.held_review, name="held_review"),
    path(f"{PAIR}/aims/new/", aims.write, name="write_aim"),
    path(f"{AIM}/change/", aims.change, name="change_aim"),
    path(f"{AIM}/agree/<int:number>/", aims.agree, name="agree_aim"),
    path(f"{AIM}/let-go/", aims.let_go, name="let_go_aim"),
    path(f"{PAIR}/look-back/", reviews.look_back, name="look_back"),
]
