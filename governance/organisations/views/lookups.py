"""The doors to rows: what one may not know of does not exist (404); what one may not change says who may (403)."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Body, Organisation, Partnership
from ..permissions import (
    WHO_SEATS,
    WHO_SETS_UP,
    may_run_installation,
    may_set_up,
    may_set_up_body,
    partnerships_to_set_up,
)
from ..policy import SamverkRequest
from ..services import require


def way_to(partnership: Partnership, *, page: str = "partnership") -> list[tuple[str, str]]:
    """The crumbs as far as a partnership."""
    return [
        (_("Partnerskap"), reverse("organisations:partnerships")),
        (partnership.short_name, reverse(f"organisations:{page}", args=[partnership.slug])),
    ]


def way_for(request: SamverkRequest, partnership: Partnership) -> list[tuple[str, str]]:
    """The crumbs as far as a partnership; one who sets it up without taking part has no other page of it."""
    return way_to(partnership, page="partnership" if request.actor.may_see(partnership.pk) else "set_up")


def partnership_known(request: SamverkRequest, slug: str) -> Partnership:
    """A partnership whose set-up the actor may see; whether it may be changed is asked when all of it is found."""
    found = partnerships_to_set_up(request.actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def require_set_up(request: SamverkRequest, partnership: Partnership) -> None:
    """Refuse (403) one who may know of the partnership but not change it."""
    require(may_set_up(partnership, request.actor), WHO_SETS_UP)


def partnership_to_set_up(request: SamverkRequest, slug: str) -> Partnership:
    """A partnership whose set-up the actor may change."""
    found = partnership_known(request, slug)
    require_set_up(request, found)
    return found


def body_or_404(request: SamverkRequest, pk: int) -> Body:
    """A body that the actor may know of."""
    bodies = Body.objects.all() if may_run_installation(request.actor) else Body.objects.visible_to(request.actor)
    found = bodies.select_related("partnership", "organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def body_to_set_up(request: SamverkRequest, pk: int) -> Body:
    """A body that the actor may change."""
    found = body_or_404(request, pk)
    require(may_set_up_body(found, request.actor), WHO_SEATS)
    return found


def organisation_or_404(request: SamverkRequest, pk: int) -> Organisation:
    """An organisation that the actor may know of: one's own, or a principal where one takes part."""
    found = Organisation.objects.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
