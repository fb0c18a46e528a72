"""What an agreement's own page shows of its signing: the list, whose turn, what is left, and the filled button."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from agreements.texts.registry import Action, Group, Item, Panel, Turn
from agreements.texts.states import SIGNED_ON, WRITTEN, AgreementState
from governance.lib.text import capitalise, count_in_words, join_swedish
from governance.organisations.actors import Actor
from governance.ui.templatetags.swedish import day, daymonth, fingerprint

from .. import permissions
from ..frames import faults_of
from ..guards import FRAME
from ..models import Signatory
from ..services.rounds import would_sign
from ..states import RoundState
from .rows import rows_of, url_of
from .standing import Standing, standing_of, told_of

PANEL = "agreements/signing/panel.html"
GROUP_ORDER = 30


def panel(agreement: Agreement, actor: Actor, today: date) -> Panel | None:
    """The signatures, beside what the agreement needs."""
    standing = standing_of(agreement, actor)
    if standing is None or (agreement.state in WRITTEN and standing.round.state != RoundState.STOPPED):
        return None
    return {
        "template": PANEL,
        "order": 10,
        "place": "aside",
        "rows": rows_of(standing),
        "url": url_of("round", agreement),
        "stopped": standing.round if standing.round.state == RoundState.STOPPED else None,
        **mandate_words(standing),
        "fingerprint": fingerprint(standing.revision.sha256) if standing.revision else "",
    }


def mandate_words(standing: Standing) -> dict[str, Any]:
    """Why the reader may sign, when she may."""
    mine = standing.mine
    if mine is None or not standing.round.is_under_way:
        return {"basis": "", "mandate_url": ""}
    words = _("Du får underteckna för %(party)s enligt beslut %(day)s, %(basis)s.")
    return {
        "basis": words % {"party": mine.principal, "day": day(mine.mandate.decided_on), "basis": mine.basis},
        "mandate_url": url_of("review", standing.round.agreement, mine.pk) if standing.is_my_turn else "",
    }


def turn(agreement: Agreement, actor: Actor, today: date) -> Turn | None:
    """Whose turn it is to sign."""
    standing = standing_of(agreement, actor)
    if standing is None or standing.round.state not in (RoundState.PREPARING, RoundState.OPEN):
        return None
    if standing.round.state == RoundState.PREPARING:
        return Turn(turn=_("Samverk"), turn_note=_("förseglar avtalet"), due_on=standing.round.last_on)
    return Turn(
        turn=names_of(standing),
        turn_note=since(standing),
        state_note=signed_words(standing),
        lead=lead_of(standing),
        due_on=standing.round.last_on,
    )


def names_of(standing: Standing) -> str:
    """The parties whose turn it is; the reader's own is marked."""
    mine = standing.mine
    if standing.is_my_turn and mine is not None:
        return _("%s (du)") % mine.principal
    names = list(dict.fromkeys(str(each.principal) for each in standing.waiting_for))
    return join_swedish(names) if len(names) < 4 else _("%s parter") % len(names)


def since(standing: Standing) -> str:
    """Since when it has been so."""
    asked = [standing.mine] if standing.is_my_turn else standing.waiting_for
    days = [each.turn_on for each in asked if each is not None and each.turn_on]
    return _("sedan %s") % daymonth(min(days)) if days else ""


def signed_words(standing: Standing) -> str:
    """How many have signed."""
    return _("%(signed)s av %(all)s underskrifter finns") % {
        "signed": len(standing.signed),
        "all": len(standing.signatories),
    }


def lead_of(standing: Standing) -> str:
    """The answer to the reader's question: may I sign?"""
    holds = _("Det träder i kraft först när alla villkor är uppfyllda.")
    mine: Signatory | None = standing.mine
    if standing.is_my_turn and mine is not None:
        if standing.lent is not None and standing.lent.signatory_id != mine.pk:
            return _("Filen är utlånad till %s. När den är inne kan du underteckna.") % standing.lent.signatory
        return f"{_('Avtalet är klart att underteckna för %s.') % mine.principal} {holds}"
    return f"{_('Avtalet undertecknas.')} {holds}"


def group(agreement: Agreement, actor: Actor, today: date) -> Group | None:
    """The parties' signatures, as one thing that the agreement needs."""
    title = _("Underskrifter")
    standing = standing_of(agreement, actor)
    url = url_of("round", agreement)
    if agreement.state in WRITTEN:
        note = _("När avtalet är klart att underteckna")
        item = Item(title=_("Parternas underskrifter"), words=_("Kan inte börja än"), note=note)
    elif standing is None or standing.round.state in (RoundState.STOPPED, RoundState.PLANNED):
        if agreement.state != AgreementState.READY_TO_SIGN:
            return None
        words = _("Planeras") if standing is not None and standing.round.is_under_way else _("Inte öppnat än")
        item = Item(title=_("Parternas underskrifter"), words=words, note=_("Ingen har undertecknat"), url=url)
    else:
        item = Item(
            title=capitalise(count_in_words(len(standing.signatories), "underskrift", "underskrifter")),
            status="done" if not standing.left else "work",
            words=_("Klar") if not standing.left else progress_words(standing),
            note=who_is_left(standing),
            url=url,
        )
    return Group(title=title, items=(item, *frame_items(agreement, standing, actor, today)), order=GROUP_ORDER)


def frame_items(agreement: Agreement, standing: Standing | None, actor: Actor, today: date) -> tuple[Item, ...]:
    """The parties that owe more than the frame they have told since their mandates were decided (N-14)."""
    told = told_of(agreement, actor) if agreement.state in SIGNED_ON else {}
    text = agreement.agreed_version
    if not told or text is None:
        return ()
    under_way = standing is not None and standing.round.is_under_way
    signing = standing.left if standing is not None and under_way else would_sign(agreement, today)
    faults = faults_of(text, signing, told)
    if not faults:
        return ()
    note = _("%(told)s Kan lösas av %(who)s.") % {"told": " ".join(faults), "who": FRAME}
    url = url_of("round", agreement)
    return (Item(title=_("Mandatens ramar"), status="stop", words=_("Räcker inte"), note=note, url=url),)


def progress_words(standing: Standing) -> str:
    """So many of so many."""
    return _("%(signed)s av %(all)s klara") % {"signed": len(standing.signed), "all": len(standing.signatories)}


def who_is_left(standing: Standing) -> str:
    """The parties that have not signed."""
    names = list(dict.fromkeys(str(each.principal) for each in standing.left))
    if not names:
        return ""
    return _("%s återstår") % join_swedish(names) if len(names) < 5 else _("%s parter återstår") % len(names)


def actions(agreement: Agreement, actor: Actor, today: date) -> list[Action]:
    """Sign, plan the signing, read the file."""
    standing = standing_of(agreement, actor)
    found = []
    if standing is not None and standing.is_my_turn and standing.mine is not None:
        url = url_of("review", agreement, standing.mine.pk)
        found.append(Action(label=_("Granska och underteckna"), url=url, primary=True))
    if agreement.state == AgreementState.READY_TO_SIGN and permissions.may_lead(agreement, actor):
        planned = standing is not None and standing.round.state == RoundState.PLANNED
        if standing is None or not standing.round.is_under_way:
            found.append(Action(label=_("Planera undertecknandet"), url=url_of("plan", agreement), primary=True))
            found.append(Action(label=_("Ta tillbaka till utkast"), url=url_of("take_back", agreement)))
        elif planned:
            found.append(Action(label=_("Öppna undertecknandet"), url=url_of("round", agreement), primary=True))
    document = standing.round.document if standing is not None and standing.is_sealed else None
    if document is not None:
        words = _("Läs hela avtalet (PDF, %s sidor)") % document.pages
        found.append(Action(label=words, url=url_of("file", agreement), symbol="file"))
    return found
