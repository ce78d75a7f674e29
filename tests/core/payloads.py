"""What routes of other people's apps are asked for."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from relationships.models import Relationship
from tests.doors.payloads import finds
from tests.doors.world import World


@finds("admin:view_on_site")
def view_on_site(world: World, label: str) -> dict[str, Any]:
    content_type = ContentType.objects.get_for_model(Relationship)
    return {"content_type_id": content_type.pk, "object_id": world.pairs[label].pk}


def _row_in_admin(model: type[Model]) -> None:
    """The newest row of a model stands for its page in the admin."""
    meta = model._meta

    @finds(f"admin:{meta.app_label}_{meta.model_name}_change")
    def newest(world: World, label: str) -> dict[str, Any]:
        row = model._default_manager.order_by("-pk")[0]
        return {"object_id": row.pk}


for _model in admin.site._registry:
    _row_in_admin(_model)


@finds("admin:app_list")
def app_list(world: World, label: str) -> dict[str, Any]:
    return {"app_label": "people"}


@finds("admin:admin/(?P<url>.*)$")
def catch_all(world: World, label: str) -> dict[str, Any]:
    return {"url": "nowhere/"}


@finds("account_confirm_email")
def confirm_email(world: World, label: str) -> dict[str, Any]:
    return {"key": "not-a-key"}


@finds("account_reset_password_from_key")
def reset_password(world: World, label: str) -> dict[str, Any]:
    return {"uidb36": "1", "key": "not-a-key"}
