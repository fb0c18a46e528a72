"""What must be true before a matter or a ruling moves; each says why not, by which rule and who can mend it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.lib.dates import appeal_until as suggested_appeal
from governance.lib.dates import swedish_date
from governance.lib.text import join_swedish
from governance.workflow.citations import ORDER_OF_STEPS
from governance.workflow.days import impossible_day
from governance.workflow.guards import Act, guard
from governance.workflow.refusals import Refusal

from . import citations
from .states import LIVE, OPEN, OUT, RETURNED, MatterState, RulingKind, RulingState
from .words import DECIDING_BODIES, names_of

if TYPE_CHECKING:
    from .models import Matter, Ruling

POWERS = {
    RulingKind.PREPARE: ("prepares", gettext_lazy("bereda")),
    RulingKind.RECOMMEND: ("recommends", gettext_lazy("rekommendera")),
    RulingKind.DELEGATED: ("decides_within_frame", gettext_lazy("besluta inom fastställd ram")),
    RulingKind.DECIDE: ("decides_as_sovereign", gettext_lazy("fatta självständiga beslut")),
}


def last_day_for_a_meeting(today: date) -> date:
    """The same day two years on; nobody knows a meeting further off."""
    return today.replace(year=today.year + 2, day=min(today.day, 28))


def decide_by(subject: Any, act: Act) -> date | None:
    """The last day of the matter, for a subject that is a matter."""
    return subject.decide_by


def while_it_may_be_appealed(
    legal_force_on: date | None, *, announced_on: date | None, appeal_until: date | None
) -> str | None:
    """What is wrong with a day of legal force on which the decision could still be appealed against, where it is known.

    Where no last day is stated it is three weeks from the announcement.
    """
    last = appeal_until or (suggested_appeal(announced_on) if announced_on else None)
    if legal_force_on is None or last is None or legal_force_on > last:
        return None
    return _("Beslutet kan få laga kraft först när överklagandetiden har gått ut. Sista dag att överklaga är %s.") % (
        swedish_date(last)
    )


# Matters -------------------------------------------------------------------------------------------------------------


@guard(
    citations.ROUTE,
    mended_by=gettext_lazy("det organ vars tur det är"),
    fulfilled=gettext_lazy("Varje organ på vägen har behandlat ärendet"),
    mended_at=lambda matter: (_("Till beslutsgången"), f"{matter.url()}#h-gang"),
)
def every_body_on_the_way_has_passed_it(matter: "Matter", act: Act) -> str | None:
    """The bodies before the principals have prepared and recommended the matter, in order."""
    missing = [ruling.body.name for ruling in matter.trunk_rulings() if ruling.state != RulingState.ADOPTED]
    return _("%s har inte behandlat ärendet klart.") % join_swedish(missing) if missing else None


@guard(
    citations.SOVEREIGN,
    mended_by=gettext_lazy("den som lägger fram förslaget"),
    fulfilled=gettext_lazy("Beslutsgången går till huvudmännen"),
)
def the_route_leads_to_principals(matter: "Matter", act: Act) -> str | None:
    """Only a route with a stage for the principals is handed over to them."""
    return None if matter.route.principal_stage else _("Beslutsgången har inget steg hos %s.") % matter.words.the_many


@guard(
    citations.WITHIN_FRAME,
    mended_by=gettext_lazy("huvudmännen"),
    fulfilled=gettext_lazy("Beslutet ryms inom given ram"),
)
def the_route_ends_with_a_body(matter: "Matter", act: Act) -> str | None:
    """Only a decision within an adopted frame is finished without the principals."""
    return _("Huvudmännen beslutar i ärendet.") if matter.route.principal_stage else None


@guard(
    citations.SOVEREIGN,
    mended_by=gettext_lazy("en administratör hos huvudmannen, eller systemansvarig: lägg till det organ som beslutar"),
    fulfilled=gettext_lazy("Var och en som ska besluta har det organ som beslutar"),
)
def every_principal_has_its_deciding_body(matter: "Matter", act: Act) -> str | None:
    """Each principal that is to decide has the body that decides for it in the register."""
    asked = matter.principals_to_ask(act.today)
    if not asked:
        return _("Ingen %s är angiven.") % matter.words.one
    bodies = matter.deciding_bodies_of(asked)
    lacking: dict[str, list[str]] = {}
    for each in asked:
        if each.organisation_id not in bodies:
            kind = matter.route.deciding_kind(each.organisation.kind)
            lacking.setdefault(kind, []).append(each.organisation.short_name)
    said = [
        _("%(who)s saknar %(body)s i registret.") % {"who": join_swedish(names), "body": DECIDING_BODIES[kind]}
        for kind, names in lacking.items()
    ]
    return " ".join(said) or None


@guard(
    citations.RETURNED,
    mended_by=gettext_lazy("det organ som lade fram förslaget och svarar på skälen"),
    fulfilled=gettext_lazy("Ingen huvudman har avslagit eller sänt tillbaka"),
)
def no_return_is_unanswered(matter: "Matter", act: Act) -> Refusal | None:
    """No principal's rejection or return waits for an answer."""
    if not any(ruling.state in RETURNED for ruling in matter.principal_rulings()):
        return None
    return Refusal(
        sentence=_("Skälen är inte besvarade. De andras beslut står fast om förslaget inte ändras."),
        rule=citations.RETURNED,
        mended_by=matter.answering_body_name,
        title=matter.returned_words,
        how=_("svarar på skälen och lägger fram ärendet på nytt"),
        by_when=matter.decide_by,
    )


@guard(
    citations.RETURNED,
    mended_by=gettext_lazy("ingen: alla skäl är besvarade"),
    fulfilled=gettext_lazy("Minst en huvudman har avslagit eller sänt tillbaka"),
)
def some_return_is_unanswered(matter: "Matter", act: Act) -> str | None:
    """Only a rejection or a return to the proposer makes the adoption incomplete; a remission does not."""
    if any(ruling.state in RETURNED for ruling in matter.principal_rulings()):
        return None
    return _("Ingen %s har avslagit eller sänt tillbaka ärendet.") % matter.words.one


@guard(
    citations.ALL_OF_THEM,
    mended_by=gettext_lazy("respektive registrator"),
    fulfilled=gettext_lazy("Alla som ska besluta har antagit"),
    by_when=decide_by,
)
def every_principal_has_adopted(matter: "Matter", act: Act) -> Refusal | None:
    """All who were asked have adopted it: approval by the 34 means each of them."""
    waiting = [ruling for ruling in matter.principal_rulings() if ruling.state in OPEN]
    if not waiting:
        return None
    without = [ruling for ruling in waiting if ruling.lacks_meeting]
    met = [ruling for ruling in waiting if ruling.has_met(act.today)]
    planned = len(waiting) - len(without) - len(met)
    parts = []
    if met:
        parts.append(_("%s har haft sitt sammanträde utan att registrera beslutet.") % names_of(met))
    if planned:
        parts.append(ngettext("En har bokat sammanträde.", "%(n)s har bokat sammanträde.", planned) % {"n": planned})
    if without:
        parts.append(_("%s har inte angett något sammanträde.") % names_of(without))
    count = len(waiting)
    return Refusal(
        sentence=" ".join(parts),
        rule=citations.IN_NOVEMBER if matter.decide_by else citations.ALL_OF_THEM,
        mended_by=_("Respektive registrator"),
        title=ngettext("En %(one)s har inte beslutat", "%(n)s %(many)s har inte beslutat", count)
        % {"n": count, "one": matter.words.one, "many": matter.words.many},
        by_when=matter.decide_by,
        no_deadline=_("Ingen tidsgräns är satt"),
        how=_("Visa dem som återstår"),
        link=matter.open_rows_url,
    )


@guard(
    citations.SOVEREIGN,
    mended_by=gettext_lazy("den som rättade uppgiften"),
    fulfilled=gettext_lazy("Minst en huvudman har inte antagit"),
)
def not_all_have_adopted(matter: "Matter", act: Act) -> str | None:
    """A finished matter is opened again only when an entry turned out wrong."""
    if any(ruling.state != RulingState.ADOPTED for ruling in matter.principal_rulings()):
        return None
    return _("Alla har antagit.")


@guard(
    citations.TRANSPARENCY,
    mended_by=gettext_lazy("du själv"),
    fulfilled=gettext_lazy("Skäl är angivna"),
)
def reason_is_given(subject: Any, act: Act) -> str | None:
    """An act that ends or returns something says why."""
    return None if str(act.details.get("reason", "")).strip() else _("Ange skälet.")


def is_finished(matter: "Matter") -> str | None:
    """How a matter that is no longer live ended, in a sentence."""
    return None if matter.state in LIVE else _("Ärendet är avslutat: %s.") % matter.get_state_display().lower()


# Rulings -------------------------------------------------------------------------------------------------------------


@guard(
    citations.ROUTE,
    mended_by=gettext_lazy("det organ vars tur det är"),
    fulfilled=gettext_lazy("Ärendet är framme vid det här steget"),
    mended_at=lambda ruling: (_("Till ärendet"), ruling.matter.url()),
)
def the_matter_has_come_here(ruling: "Ruling", act: Act) -> str | None:
    """The matter is live, has been handed over if principals decide, and every earlier body has passed it."""
    matter = ruling.matter
    if finished := is_finished(matter):
        return finished
    if ruling.is_after_handover:
        return None if matter.state in OUT else _("Ärendet är inte överlämnat till %s än.") % matter.words.the_many
    if matter.state != MatterState.PREPARING:
        return _("Beredningen är avslutad.")
    earlier = [each.body.name for each in matter.trunk_rulings_before(ruling) if each.state != RulingState.ADOPTED]
    return _("%s ska behandla ärendet först.") % join_swedish(earlier) if earlier else None


@guard(
    citations.SOVEREIGN,
    mended_by=gettext_lazy(
        "systemansvarig, eller en administratör där organet hör hemma, om organets befogenhet är fel registrerad"
    ),
    fulfilled=gettext_lazy("Organet har rätt att göra det här"),
)
def the_body_has_the_power(ruling: "Ruling", act: Act) -> str | None:
    """A body does only what it has power to do: prepare, recommend, decide within a frame or as a sovereign."""
    flag, verb = POWERS[RulingKind(ruling.kind)]
    if getattr(ruling.body, flag):
        return None
    return _("%(body)s har inte till uppgift att %(verb)s.") % {"body": ruling.body.name, "verb": verb}


@guard(
    citations.EVIDENCE,
    mended_by=gettext_lazy("du själv: komplettera uppgifterna"),
    fulfilled=gettext_lazy("Beslutsdag och paragraf är angivna"),
)
def the_decision_can_be_found(ruling: "Ruling", act: Act) -> str | Refusal | None:
    """A decision has its paragraph and its day: not ahead, not before what came first nor after what followed."""
    decided_on = act.details.get("decided_on")
    if decided_on is None:
        return _("Ange vilken dag beslutet fattades.")
    if decided_on > act.today:
        return _("Beslutsdagen %s har inte varit än.") % swedish_date(decided_on)
    if wrong_day := impossible_day(ruling, "decide", decided_on, act.today):
        return wrong_day
    if (next_one := ruling.must_precede) and decided_on > next_one.on:
        return _("Beslutsdagen %(day)s kan inte stämma. Det är efter %(next)s, %(because)s.") % {
            "day": swedish_date(decided_on),
            "next": swedish_date(next_one.on),
            "because": next_one.because,
        }
    if not str(act.details.get("paragraph", "")).strip():
        return _("Ange paragrafen i protokollet.")
    return None


@guard(
    citations.RETURNED,
    mended_by=gettext_lazy("du själv: skriv skälen som de står i protokollet"),
    fulfilled=gettext_lazy("Skälen är angivna"),
)
def reasons_are_given(ruling: "Ruling", act: Act) -> str | None:
    """A rejection, a remission and a return carry the reasons, so that they can be answered."""
    return None if str(act.details.get("reasons", "")).strip() else _("Ange skälen som de står i protokollet.")


@guard(
    citations.LEGAL_FORCE,
    mended_by=gettext_lazy("du själv: rätta datumen"),
    fulfilled=gettext_lazy("Datumen kommer i rätt ordning"),
)
def the_days_come_in_order(ruling: "Ruling", act: Act) -> str | None:
    """A decision is announced, may be appealed against and gains legal force in that order, and not in advance."""
    days = ("decided_on", "announced_on", "appeal_until", "legal_force_on")
    decided_on, announced_on, appeal_until, legal_force_on = (
        act.details.get(name, getattr(ruling, name)) for name in days
    )
    if decided_on is None:
        return None
    if announced_on and announced_on < decided_on:
        return _("Beslutet kan inte anslås före beslutsdagen.")
    if appeal_until and appeal_until < (announced_on or decided_on):
        return _("Överklagandetiden kan inte sluta innan beslutet är anslaget.")
    if legal_force_on and legal_force_on < decided_on:
        return _("Beslutet kan inte få laga kraft före beslutsdagen.")
    if legal_force_on and legal_force_on > act.today:
        return _("Laga kraft antecknas när den har inträtt, inte i förväg.")
    return while_it_may_be_appealed(legal_force_on, announced_on=announced_on, appeal_until=appeal_until)


@guard(
    ORDER_OF_STEPS,
    mended_by=gettext_lazy("du själv: välj en dag framåt i tiden, eller registrera beslutet"),
    fulfilled=gettext_lazy("Sammanträdet ligger framåt i tiden"),
)
def the_meeting_is_ahead(ruling: "Ruling", act: Act) -> str | None:
    """A planned meeting is today or later."""
    planned = act.details.get("next_meeting_on")
    if planned is None:
        return _("Ange vilken dag ärendet behandlas.")
    return _("Sammanträdet %s har redan varit.") % swedish_date(planned) if planned < act.today else None


@guard(
    citations.MEETING_WITHIN_TWO_YEARS,
    mended_by=gettext_lazy("du själv: välj en dag inom två år"),
    fulfilled=gettext_lazy("Sammanträdet ligger högst två år framåt"),
)
def the_meeting_is_within_two_years(ruling: "Ruling", act: Act) -> str | None:
    """A planned meeting is not so far off that the day must be mistyped."""
    planned, last = act.details.get("next_meeting_on"), last_day_for_a_meeting(act.today)
    if planned is None or planned <= last:
        return None
    return _("Sammanträdet %(day)s är mer än två år bort. Sista dag som kan anges är %(last)s.") % {
        "day": swedish_date(planned),
        "last": swedish_date(last),
    }


@guard(
    citations.ROUTE,
    mended_by=gettext_lazy("den som lägger fram förslaget: ett nytt ärende behövs"),
    fulfilled=gettext_lazy("Ärendet pågår"),
    mended_at=lambda ruling: (_("Till ärendet"), ruling.matter.url()),
)
def the_matter_is_live(ruling: "Ruling", act: Act) -> str | None:
    """A new round begins only in a matter that goes on."""
    return is_finished(ruling.matter)


@guard(
    citations.RETURNED,
    mended_by=gettext_lazy("du själv: skriv svaret"),
    fulfilled=gettext_lazy("Svaret på skälen är skrivet"),
)
def the_answer_is_written(ruling: "Ruling", act: Act) -> str | None:
    """A return is answered in words before a new round begins."""
    return None if str(act.details.get("answer", "")).strip() else _("Skriv vad ni svarar på skälen.")


@guard(
    citations.EVIDENCE,
    mended_by=gettext_lazy("du själv: komplettera uppgifterna"),
    fulfilled=gettext_lazy("Dag och paragraf för svaret är angivna"),
)
def the_answer_can_be_found(ruling: "Ruling", act: Act) -> str | Refusal | None:
    """An answer is a body's act, with its day, and its paragraph where the body keeps minutes of what it treats."""
    decided_on = act.details.get("decided_on")
    if decided_on is None:
        return _("Ange vilken dag svaret beslutades.")
    if wrong_day := impossible_day(ruling, "give_answer", decided_on, act.today):
        return wrong_day
    if ruling.is_answered_in_minutes and not str(act.details.get("paragraph", "")).strip():
        return _("Ange paragrafen i protokollet.")
    return None


@guard(
    citations.CORRECTING,
    mended_by=gettext_lazy("du själv: ändra det som är fel, eller lämna sidan utan att spara"),
    fulfilled=gettext_lazy("Något är ändrat"),
)
def something_is_changed(ruling: "Ruling", act: Act) -> str | None:
    """A correction changes at least one thing that is registered."""
    stated = {name: value for name, value in act.details.items() if name != "reason"}
    if any(value != getattr(ruling, name) for name, value in stated.items()):
        return None
    return _("Inget är ändrat, så det finns ingenting att rätta.")


@guard(
    citations.CORRECTING,
    mended_by=gettext_lazy("den som lägger fram förslaget: ett nytt ärende behövs"),
    fulfilled=gettext_lazy("Ärendet kan ännu rättas"),
)
def the_entry_may_still_be_corrected(ruling: "Ruling", act: Act) -> str | None:
    """An outcome is not taken back once others have acted on it."""
    if ruling.matter.state == MatterState.WITHDRAWN:
        return _("Ärendet är tillbakadraget.")
    if ruling.is_after_handover:
        if ruling.matter.state == MatterState.ADOPTED and ruling.principal_id and not ruling.matter.may_reopen():
            return _("Alla har beslutat och beslutet gäller redan. Utfallet kan inte längre tas tillbaka.")
        return None
    if ruling.state == RulingState.ADOPTED:
        return _("Ärendet har gått vidare till nästa organ. Utfallet kan inte längre tas tillbaka.")
    return None
