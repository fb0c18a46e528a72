"""What a package says that a party pays, as the beginning of an offer: the party fills in the rest."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.benefits.models import Package, PackageShare
from agreements.benefits.states import LIVE, PackageState
from governance.lib.money import Sek
from governance.organisations.actors import Actor
from governance.ui.templatetags.swedish import kr

from .clearing import Measure
from .words import value_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A package and what one's own share of it would be as an offer."""

    key: str
    label: str
    initial: dict[str, Any]
    is_agreed: bool = False


def suggested_offers(agreement: Any, principal: Any, actor: Actor) -> list[Suggestion]:
    """One's own share in the agreed package, or in every one that is laid, the newest first; two questions at most."""
    if agreement.negotiation_id is None:
        return []
    packages = Package.objects.visible_to(actor).filter(negotiation_id=agreement.negotiation_id, state__in=LIVE)
    shares = PackageShare.objects.filter(package__in=packages, party__principal=principal, share_ppm__gt=0)
    found = [suggestion(each) for each in shares.select_related("package").order_by("-package__number")]
    return [each for each in found if each.is_agreed] or found


def suggestion(share: PackageShare) -> Suggestion:
    """One share as the beginning of an offer."""
    package = share.package
    part = value_words(share.share_ppm, Measure.SHARE)
    if share.amount_ore:
        part = _("%(share)s (%(amount)s)") % {"share": part, "amount": kr(Sek(share.amount_ore))}
    return Suggestion(
        key=str(package.pk),
        label=_("%(share)s av kostnaden, enligt paket %(package)s") % {"share": part, "package": package.full_title},
        initial={
            "title": _("Medfinansiering enligt paket %s") % package.letter,
            "share_ppm": share.share_ppm,
            "share_of": _("kostnaden i paket %s") % package.letter,
        },
        is_agreed=package.state == PackageState.AGREED,
    )
