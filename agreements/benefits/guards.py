"""What must be true before a package takes a step; each explains itself, and only reads."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations.states import NegotiationState
from governance.lib.text import count, join_swedish
from governance.workflow.guards import Act, guard

from . import citations
from .states import AGREED_IN, ConsentState, PackageState

WHOLE = 1_000_000


@guard(
    citations.ORDER_OF_STEPS,
    mended_by=gettext_lazy("förhandlingspersonerna: låt förhandlingen börja när grindarna är bekräftade"),
    fulfilled=gettext_lazy("Förhandlingen pågår"),
)
def negotiation_is_going_on(package: Any, act: Act) -> str | None:
    """The negotiation is in its phase of negotiating."""
    negotiation = package.negotiation
    if negotiation.state == NegotiationState.NEGOTIATING:
        return None
    return _("Paket läggs fram när förhandlingen är i läget ”Förhandlas”. Nu är läget ”%s”.") % (
        negotiation.get_state_display()
    )


@guard(
    citations.ORDER_OF_STEPS,
    mended_by=gettext_lazy("förhandlingspersonerna: återuppta förhandlingen"),
    fulfilled=gettext_lazy("Parterna förhandlar eller skriver avtal"),
)
def parties_still_agree(subject: Any, act: Act) -> str | None:
    """The negotiation of a package, or of an answer to it, is where parties agree: it does not rest and is not over."""
    negotiation = getattr(subject, "package", subject).negotiation
    if negotiation.state in AGREED_IN:
        return None
    return _("Förhandlingen är i läget ”%s”. Då blir inget paket överenskommet.") % negotiation.get_state_display()


def choices_of(package: Any) -> list[Any]:
    """What the package chooses, with issues and options; read once for all who judge the same row."""
    known: list[Any] | None = package.__dict__.get("_choices_to_judge")
    if known is None:
        known = list(package.choices.select_related("option", "issue__decided_option"))
        package.__dict__["_choices_to_judge"] = known
    return known


@guard(
    citations.WHOLE_PACKAGE,
    mended_by=gettext_lazy("förhandlingspersonerna: välj ett alternativ i varje fråga"),
    fulfilled=gettext_lazy("Paketet har ett alternativ i varje fråga"),
)
def every_issue_has_an_option(package: Any, act: Act) -> str | None:
    """The package takes one of the issue's own options in every issue."""
    chosen = {each.issue_id: each.option for each in choices_of(package)}
    issues = list(package.negotiation.issues.all())
    if not issues:
        return _("Förhandlingen har inga frågor än.")
    missing = [str(issue) for issue in issues if issue.pk not in chosen or chosen[issue.pk].issue_id != issue.pk]
    if not missing:
        return None
    return _("Paketet saknar alternativ i %(count)s: %(issues)s.") % {
        "count": count(len(missing), _("fråga"), _("frågor")),
        "issues": "; ".join(missing),
    }


@guard(
    citations.STATE_DECIDES,
    mended_by=gettext_lazy("förhandlingspersonerna: välj det alternativ som staten har bestämt"),
    fulfilled=gettext_lazy("Paketet följer det som staten har bestämt ensam"),
)
def states_choices_are_kept(package: Any, act: Act) -> str | None:
    """Where the State has chosen alone, the package takes its choice (N-18)."""
    for each in choices_of(package):
        decided = each.issue.decided_option
        if decided is not None and decided.pk != each.option_id:
            return _("I fråga %(issue)s har staten bestämt ”%(option)s”. Paketet har ett annat alternativ.") % {
                "issue": each.issue,
                "option": decided,
            }
    return None


@guard(
    citations.SHARES_ADD_UP,
    mended_by=gettext_lazy("förhandlingspersonerna: rätta andelarna så att parterna bär 100 % tillsammans"),
    fulfilled=gettext_lazy("Andelarna av kostnaden summerar till det hela"),
)
def shares_make_the_whole(package: Any, act: Act) -> str | None:
    """The shares of those that take part make all of the cost; without a stated cost they may be left out."""
    shares = [each for each in package.shares.select_related("party__principal__organisation") if each.share_ppm]
    if not shares and not package.cost_ore:
        return None
    gone = [each for each in shares if each.party.left_on is not None]
    if gone:
        return _("%(names)s har lämnat förhandlingen men står för %(part)s %% av kostnaden.") % {
            "names": join_swedish([each.party.name for each in gone]),
            "part": in_percent(sum(each.share_ppm for each in gone)),
        }
    return difference_in_words(sum(each.share_ppm for each in shares))


def difference_in_words(total_ppm: int) -> str | None:
    """How far shares are from the whole, or nothing when they make it."""
    if total_ppm == WHOLE:
        return None
    if total_ppm == 0:
        return _("Kostnaden är inte fördelad än. Ange varje parts andel, tillsammans 100 %.")
    over = total_ppm - WHOLE
    return _("Andelarna summerar till %(total)s %%. Det är %(over)s procentenheter för %(way)s.") % {
        "total": in_percent(total_ppm),
        "over": in_percent(abs(over)),
        "way": _("mycket") if over > 0 else _("lite"),
    }


def in_percent(ppm: int) -> str:
    """Millionths as per cent, without zeros at the end: 33,3333."""
    whole, rest = divmod(ppm, 10_000)
    return f"{whole},{rest:04}".rstrip("0").rstrip(",")


@guard(
    citations.ONE_PACKAGE,
    mended_by=gettext_lazy("ingen: det överenskomna paketet gäller"),
    fulfilled=gettext_lazy("Inget annat paket är överenskommet"),
)
def no_other_package_is_agreed(package: Any, act: Act) -> str | None:
    """One package at a time is agreed."""
    found = package.negotiation.packages.filter(state=PackageState.AGREED).exclude(pk=package.pk).first()
    return _("%s är redan överenskommet.") % found if found else None


@guard(
    citations.ONE_PACKAGE,
    mended_by=gettext_lazy("de parter som inte har samtyckt"),
    fulfilled=gettext_lazy("Alla parter har samtyckt"),
)
def every_party_has_consented(package: Any, act: Act) -> str | None:
    """Every party that takes part has consented to the package."""
    consented = set(package.consents.filter(state=ConsentState.ACCEPTED).values_list("party_id", flat=True))
    present = package.negotiation.parties.present().with_organisation()
    missing = [each.name for each in present if each.pk not in consented]
    return _("Alla har inte samtyckt. Det saknas svar från %s.") % join_swedish(missing) if missing else None


@guard(
    citations.ORDER_OF_STEPS,
    mended_by=gettext_lazy("förhandlingspersonerna"),
    fulfilled=gettext_lazy("Paketet ligger framme"),
)
def package_is_laid(consent: Any, act: Act) -> str | None:
    """The package is before the parties, and not yet agreed or taken back."""
    package = consent.package
    if package.state == PackageState.LAID:
        return None
    return _("%(package)s ligger inte framme för svar. Läget är ”%(state)s”.") % {
        "package": package,
        "state": package.get_state_display(),
    }


@guard(
    citations.WITH_REASONS,
    mended_by=gettext_lazy("du själv: skriv skälet"),
    fulfilled=gettext_lazy("Skälet är skrivet"),
    given=("reason",),
)
def reason_is_given(package: Any, act: Act) -> str | None:
    """What is taken back says why."""
    given = act.details.get("reason")
    return None if given is None or str(given).strip() else _("Ange skälet.")


@guard(
    citations.WITH_REASONS,
    mended_by=gettext_lazy("du själv: skriv varför parten inte samtycker"),
    fulfilled=gettext_lazy("Skälet är skrivet"),
    given=("comment",),
)
def refusal_says_why(consent: Any, act: Act) -> str | None:
    """A no says why, so that the others can meet it."""
    given = act.details.get("comment")
    return None if given is None or str(given).strip() else _("Skriv varför parten inte samtycker.")
