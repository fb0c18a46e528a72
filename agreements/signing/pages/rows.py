"""The list of signatures: the seal, everybody in turn, and the archive's time-stamp."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from governance.documents.states import RevisionKind
from governance.lib.text import capitalise, join_swedish
from governance.ui.templatetags.swedish import day, moment

from .. import permissions
from ..models import Signatory
from ..states import REPLACEABLE, RoundState, SignatoryState
from .standing import Standing, same_group


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list (rad bland underskrifterna)."""

    status: str
    title: str
    note: str
    words: str = ""
    is_now: bool = False
    is_mine: bool = False
    replace_url: str = ""


def rows_of(standing: Standing) -> list[Row]:
    """The whole list, in the order that the file grows."""
    return [seal_row(standing), *(row_of(each, standing) for each in standing.signatories), archive_row(standing)]


def seal_row(standing: Standing) -> Row:
    """That the text is sealed, and since when."""
    document = standing.round.document
    if document is not None and document.is_sealed:
        note = _("%s. Texten är låst.") % moment(document.sealed_at)
        return Row(status="done", title=_("Förseglat av Samverk"), note=note, words=_("Klart"))
    if standing.round.state == RoundState.PREPARING:
        return Row(status="work", title=_("Förseglas av Samverk"), note=_("Klart om en stund"), words=_("Pågår"))
    note = _("Avtalet förseglas när undertecknandet öppnas")
    return Row(status="todo", title=_("Försegling"), note=note, words=_("Inte än"))


def row_of(signatory: Signatory, standing: Standing) -> Row:
    """One person's signature."""
    is_mine = signatory is standing.mine
    status, words = STATUS[SignatoryState(signatory.state)]
    now = signatory in standing.waiting_for and (is_mine or standing.mine is None or len(standing.waiting_for) == 1)
    return Row(
        status=status,
        title=str(signatory.principal),
        note=note_of(signatory, standing, is_mine=is_mine),
        words=words,
        is_now=is_mine and now,
        is_mine=is_mine,
        replace_url=replace_url(signatory, standing),
    )


def replace_url(signatory: Signatory, standing: Standing) -> str:
    """Where those who lead it name somebody else, while she has not signed."""
    begun = standing.round.state in (RoundState.PREPARING, RoundState.OPEN)
    agreement = standing.round.agreement
    if not begun or signatory.state not in REPLACEABLE or not permissions.may_lead(agreement, standing.actor):
        return ""
    return url_of("replace", agreement, signatory.pk)


STATUS = {
    SignatoryState.WAITING: ("todo", "Väntar på andra"),
    SignatoryState.TURN: ("work", "Kan underteckna"),
    SignatoryState.SIGNING: ("work", "Underskriften läggs till"),
    SignatoryState.SIGNED: ("done", "Undertecknat"),
    SignatoryState.REJECTED: ("stop", "Avvisat"),
    SignatoryState.WITHDRAWN: ("stop", "Återtaget"),
    SignatoryState.ENDED: ("lock", "Avbrutet"),
}


def note_of(signatory: Signatory, standing: Standing, *, is_mine: bool) -> str:
    """Who signs, and when or what is waited for."""
    who = f"{signatory.name}, {signatory.role}"
    if standing.round.state == RoundState.PLANNED:
        return _("%(who)s. Undertecknar i steg %(step)s.") % {"who": who, "step": signatory.group}
    match signatory.state:
        case SignatoryState.SIGNED:
            said = _("%(who)s, %(when)s") % {"who": who, "when": moment(signatory.signed_at)}
        case SignatoryState.REJECTED | SignatoryState.WITHDRAWN:
            said = _("%(who)s, %(when)s: %(why)s") % {
                "who": who,
                "when": day(signatory.ended_on),
                "why": signatory.reason,
            }
        case SignatoryState.ENDED:
            said = _("%s. Undertecknandet stoppades.") % who
        case SignatoryState.SIGNING:
            said = _("%s. Underskriften läggs till i filen.") % who
        case SignatoryState.TURN:
            said = f"{who}. {turn_note(signatory, standing, is_mine=is_mine)}"
        case _other:
            said = f"{who}. {waits_for(signatory, standing)}"
    return said


def turn_note(signatory: Signatory, standing: Standing, *, is_mine: bool) -> str:
    """What holds for one who may sign now."""
    if standing.lent is not None:
        until = moment(standing.lent.until)
        if standing.lent.signatory_id == signatory.pk:
            return _("Har lånat filen till %s.") % until
        return _("Kan underteckna när filen är inne, senast %s.") % until
    if is_mine:
        return _("Din tur.")
    others = [str(each.principal) for each in same_group(signatory, standing.signatories)]
    if not others:
        return _("Kan underteckna nu.")
    return _("Kan underteckna samtidigt med %s.") % join_swedish(others)


def waits_for(signatory: Signatory, standing: Standing) -> str:
    """Who signs before."""
    before = [str(each.principal) for each in standing.left if each.group < signatory.group]
    if not before or not standing.round.is_open:
        return _("Undertecknar när avtalet är förseglat.")
    return capitalise(_("undertecknar efter %s.") % join_swedish(list(dict.fromkeys(before))))


def archive_row(standing: Standing) -> Row:
    """The time-stamp that makes the signatures last."""
    title = _("Tidsstämpel för arkivet")
    revision = standing.revision
    if standing.round.state == RoundState.COMPLETED and revision is not None and revision.kind == RevisionKind.ARCHIVE:
        return Row(status="done", title=title, note=moment(revision.at), words=_("Klart"))
    return Row(status="todo", title=title, note=_("Läggs till efter sista underskriften"), words=_("Inte än"))


def url_of(name: str, agreement: Agreement, *more: int) -> str:
    """The address of one of our pages."""
    return reverse(f"signing:{name}", args=[agreement.partnership.slug, agreement.pk, *more])
