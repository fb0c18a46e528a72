"""A version of a text to be read, and two versions compared."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import count
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Chip

from ..content import text_of
from ..pages.changes import version_status
from ..pages.reading import reading_of
from ..queries import versions_of, with_texts
from ..redline import compare as redline
from .common import below, find_version


@signed_in
def version(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The whole text of a version, as it stands or stood."""
    held = find_version(request, slug, pk)
    status, words = version_status(held.agreement, held)
    context = {
        **below(held.agreement, _("Version %s") % held.number),
        "version": held,
        "status": status,
        "status_words": words,
        **reading_of(text_of(held)),
    }
    return render(request, "agreements/texts/version.html", context)


@signed_in
def compare(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """What differs between a version and an earlier one (`?med=`), by default the one before."""
    held = find_version(request, slug, pk)
    agreement = held.agreement
    versions = versions_of(agreement)
    wanted = request.GET.get("med", "")
    others = [each for each in versions if each.pk != held.pk]
    if wanted:
        other = next((each for each in others if str(each.pk) == wanted), None)
    else:
        other = next((each for each in others if each.order < held.order), None)
    if other is None:
        raise Http404
    texts = with_texts([held, other])
    old, new = sorted((texts[held.pk], texts[other.pk]), key=lambda each: each.order)
    found = redline(old, new)
    context = {
        **below(agreement, _("Jämför %(old)s och %(new)s") % {"old": old.number, "new": new.number}),
        "old": old,
        "new": new,
        "changes": found.changes,
        "headings": found.headings,
        "counted": count(found.count, _("ändring"), _("ändringar")),
        "others": [
            Chip(
                label=_("version %s") % each.number,
                url=f"{reverse('agreements:compare', args=[slug, held.pk])}?med={each.pk}",
                current=each.pk == other.pk,
            )
            for each in others
        ],
        "held": held,
    }
    return render(request, "agreements/texts/compare.html", context)
