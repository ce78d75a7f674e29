"""The API's addresses: resources that speak in kinds, and their schema."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from relationships import api as relationships

router = SimpleRouter()
router.register("coaching-engagements", relationships.CoachingEngagements, basename="coaching-engagement")
router.register("mentoring-relationships", relationships.MentoringRelationships, basename="mentoring-relationship")

urlpatterns = [
    path("api/v1/", include((router.urls, "api"))),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
]
