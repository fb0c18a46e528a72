"""Finding the matter or ruling of an address, if the actor may know of it."""

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.pages import owned_or_404
from governance.organisations.policy import SamverkRequest

from ..models import Matter, Ruling


def read_matter(pk: int) -> list[QuerySet[Matter]]:
    """A matter with its partnership and route."""
    return [Matter.objects.filter(pk=pk).select_related("partnership", "route")]


def matter_or_404(request: SamverkRequest, slug: str, pk: int) -> Matter:
    """The matter with its partnership and route, in one query."""
    found: Matter = owned_or_404(request, slug, pk, read_matter, about="decisions.matter")
    return found


def ruling_or_404(request: SamverkRequest, slug: str, matter_id: int, pk: int) -> Ruling:
    """The ruling with matter, body and principal, in one query."""
    visible = Ruling.objects.visible_to(request.actor).with_names()
    found = (
        visible.select_related("matter__partnership", "matter__route", "body", "principal__organisation")
        .filter(matter__partnership__slug=slug, matter_id=matter_id, pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def crumbs_to(matter: Matter, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below a matter; the last step has no address."""
    slug = matter.partnership.slug
    way = [
        (matter.partnership.short_name, partnership_url(slug)),
        (_("Beslut"), reverse("decisions:list", args=[slug])),
        (matter.title, matter.url()),
        *further,
    ]
    return [*way[:-1], (way[-1][0], "")]


def partnership_url(slug: str) -> str:
    """The partnership's own page."""
    return reverse("organisations:partnership", args=[slug])
