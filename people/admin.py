"""What the org admin sees of the directory in the Django admin."""

from django.contrib import admin

from core.admin import Looking
from people.models import RoleHeld, User

admin.site.register(User, Looking)
admin.site.register(RoleHeld, Looking)
