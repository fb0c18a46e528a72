"""What an agreement says of itself, and which agreements it belongs with."""

from django.db.models import Q
from django.utils.translation import gettext as _

from governance.lib.text import join_swedish
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import day

from ..models import Agreement, AgreementParty


def period_of(agreement: Agreement) -> str:
    """From when until when, as far as that is written."""
    first, last = agreement.period_from, agreement.period_until
    if first and last:
        return f"{day(first)}–{day(last)}"
    if first:
        return _("Från %s, tills vidare") % day(first)
    return _("Till och med %s") % day(last) if last else ""


def facts_of(agreement: Agreement, parties: list[AgreementParty]) -> list[Fact]:
    """What the agreement says of itself, as rows."""
    period = period_of(agreement)
    rows = [
        Fact(label=_("Parter"), value=join_swedish([str(each) for each in parties]) or _("Inga än")),
        Fact(label=_("Slag"), value=agreement.get_kind_display()),
        Fact(label=_("Detaljeringsgrad"), value=agreement.get_detail_level_display()),
        Fact(label=_("Beslut och underskrifter"), value=agreement.get_sign_order_display()),
        Fact(label=_("Rättslig grund"), value=agreement.get_legal_basis_display()),
    ]
    if period:
        rows.append(Fact(label=_("Avtalstid"), value=period))
    if agreement.in_force_on:
        rows.append(Fact(label=_("I kraft"), value=day(agreement.in_force_on)))
    if agreement.ended_on:
        rows.append(Fact(label=_("Upphörde"), value=day(agreement.ended_on), note=agreement.end_reason))
    return rows


def family_of(agreement: Agreement) -> list[tuple[str, Agreement]]:
    """The agreements it belongs with: what it amends or succeeds, and what amends or succeeds it; one question."""
    found: list[tuple[str, Agreement]] = []
    if agreement.parent is not None:
        word = _("Ändrar") if agreement.is_amendment else _("Hör till")
        found.append((word, agreement.parent))
    if agreement.supersedes is not None:
        found.append((_("Efterträder"), agreement.supersedes))
    below = Agreement.objects.filter(Q(parent=agreement) | Q(supersedes=agreement)).order_by("pk")
    for each in below if getattr(agreement, "has_below", True) else ():
        later = each.supersedes_id == agreement.pk
        word = _("Efterträds av") if later else _("Ändras av") if each.is_amendment else _("Har under sig")
        found.append((word, each))
    return found
