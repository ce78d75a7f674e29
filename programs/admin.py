"""What the org admin sees of programs in the Django admin."""

from django.contrib import admin

from core.admin import Looking
from programs.models import Enrollment, Program

admin.site.register(Program, Looking)
admin.site.register(Enrollment, Looking)
