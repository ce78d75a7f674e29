"""What the org admin sees of relationships in the Django admin, by the two names; dates and states alone."""

from django.contrib import admin

from core.admin import Looking
from relationships.models import CoachingEngagement, MentoringRelationship, Session

admin.site.register(CoachingEngagement, Looking)
admin.site.register(MentoringRelationship, Looking)
admin.site.register(Session, Looking)
