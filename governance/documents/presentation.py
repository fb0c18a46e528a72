"""A document in words and rows, as its pages show it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.jobs.models import Job
from governance.jobs.services import Progress, batch_progress
from governance.jobs.states import JobState
from governance.lib.text import capitalise
from governance.organisations.happenings import ADDRESSES
from governance.ui.parts import Chip, Fact
from governance.ui.templatetags.swedish import day, filesize, moment

from .authority import fingerprint, trusted
from .layouts import LAYOUTS
from .models import Dispatch, Document
from .queries import Choice
from .receipts import receipt_url
from .states import DispatchState
from .views.verification import in_groups

PLURALS = {layout.kind: layout.plural for layout in LAYOUTS.values()}


@dataclass(frozen=True, slots=True)
class Filter:
    """A row of choices."""

    label: str
    chips: list[Chip]


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a document stands: state, whose turn, and a note to each."""

    state: str
    state_note: str
    turn: str
    turn_note: str


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """To whom a document was sent, and whether it has arrived."""

    name: str
    channel: str
    sent_on: date
    sent_by: str
    received_on: date | None
    received_by: str
    diary_number: str
    is_mine: bool
    receipt_url: str


@dataclass(frozen=True, slots=True)
class EditionRow:
    """Another edition of the same document, and how it stands to the one shown."""

    edition: int
    url: str
    words: str


def with_choice(url: str, choice: Choice, **more: str) -> str:
    """The list with a choice in its address."""
    asked = {
        "slag": choice.kind,
        "ar": str(choice.year or ""),
        "huvudman": "min" if choice.principal else "",
        **more,
    }
    given = urlencode({name: value for name, value in asked.items() if value})
    return f"{url}?{given}" if given else url


def filters(census: Counter[tuple[str, int, int | None]], choice: Choice, *, mine: int, url: str) -> list[Filter]:
    """The choices among kinds, years and principals, each with how many it would show; one alone is no choice."""

    def chip(label: str, wanted: Choice) -> Chip:
        number = sum(each for key, each in census.items() if wanted.lets(*key))
        return Chip(label=label, url=with_choice(url, wanted), count=number, current=wanted == choice)

    kinds = sorted({kind for kind, _year, _principal in census})
    years = sorted({year for _kind, year, _principal in census}, reverse=True)
    rows = []
    if len(kinds) > 1:
        every = [chip(_("Alla slag"), Choice("", choice.year, choice.principal))]
        own = [chip(capitalise(PLURALS[kind]), Choice(kind, choice.year, choice.principal)) for kind in kinds]
        rows.append(Filter(_("Slag"), every + own))
    if len(years) > 1:
        every = [chip(_("Alla år"), Choice(choice.kind, 0, choice.principal))]
        own = [chip(str(year), Choice(choice.kind, year, choice.principal)) for year in years]
        rows.append(Filter(_("Utfärdat år"), every + own))
    if mine and any(principal == mine for _kind, _year, principal in census):
        every = [chip(_("Alla huvudmän"), Choice(choice.kind, choice.year, 0))]
        own = [chip(_("Din huvudman"), Choice(choice.kind, choice.year, mine))]
        rows.append(Filter(_("Huvudman"), every + own))
    return rows


def named(document: Document) -> list[str]:
    """The partnership, the kind, and the principal that the document is for."""
    names = [document.partnership.name, str(document.get_kind_display())]
    return [*names, document.principal.organisation.name] if document.principal else names


def lead_of(document: Document, newest: Document, newest_sealed: Document | None) -> str:
    """Where the document stands, in words."""
    if not document.is_sealed:
        if newest_sealed is not None:
            return _("Version %(new)s förseglas. Version %(old)s gäller så länge.") % {
                "new": document.edition,
                "old": newest_sealed.edition,
            }
        return _("Dokumentet är beställt och underlaget är fryst. Samverk förseglar det nu.")
    if document is newest:
        return _("Dokumentet är förseglat. Det här är den senaste versionen.")
    if newest.is_sealed:
        return _("En senare version gäller: version %s.") % newest.edition
    return _("En ny version förseglas. Till dess gäller den här.")


def strip_of(document: Document, newest: Document, rows: Sequence[DispatchRow]) -> Strip:
    """State and turn: the receivers' as long as somebody has not confirmed."""
    situation = document.situations[document.state]
    waiting = [row for row in rows if row.received_on is None]
    state = capitalise(str(document.get_state_display()))
    note = moment(document.sealed_at) if document.is_sealed else ""
    if document is not newest and newest.is_sealed:
        state, note = _("Ersatt"), _("av version %s") % newest.edition
    elif document.is_sealed and waiting:
        turn = waiting[0].name if len(waiting) == 1 else _("%s mottagare") % len(waiting)
        return Strip(state, note, turn, _("kvitterar att dokumentet har kommit fram"))
    return Strip(state, note, capitalise(str(situation.turn)), str(situation.asked))


def facts_of(document: Document) -> list[Fact]:
    """Everything that identifies a document and the file it became."""
    rows = [
        Fact(label=_("Dokumentnummer"), value=document.doc_id),
        Fact(label=_("Version"), value=str(document.edition)),
        Fact(label=_("Slag"), value=document.get_kind_display()),
        Fact(label=_("Huvudman"), value=document.principal.organisation.name if document.principal else _("alla")),
    ]
    if document.diary_number:
        rows.append(Fact(label=_("Diarienummer"), value=document.diary_number))
    rows.append(Fact(label=_("Beställt"), value=moment(document.ordered_at), note=_("Då frystes underlaget.")))
    if document.is_sealed:
        rows += [
            Fact(label=_("Förseglat"), value=moment(document.sealed_at), note=signer_name(document.signer)),
            Fact(label=_("Omfång"), value=_("%s sidor") % document.pages, note=filesize(document.size)),
            Fact(label=_("Filens fingeravtryck (SHA-256)"), value=in_groups(document.sha256), kind="hash"),
        ]
    rows.append(Fact(label=_("Underlagets fingeravtryck"), value=in_groups(document.data_sha256), kind="hash"))
    if document.signer:
        rows.append(Fact(label=_("Certifikatets fingeravtryck"), value=in_groups(document.signer), kind="hash"))
    return rows


def signer_name(digest: str) -> str:
    """The name in the certificate with that fingerprint, if it is one of ours that can be read."""
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 -- slow import

    try:
        known = [each for each in trusted() if fingerprint(each) == digest]
    except (OSError, ValueError):
        return ""
    names = known[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME) if known else []
    return str(names[0].value) if names else ""


def sealing_of(job: Job) -> Progress:
    """How far the batch has come that a document is sealed in; one alone is a batch of one."""
    if job.batch:
        return batch_progress(job.batch)
    return Progress(total=1, done=int(job.state == JobState.DONE), dead=int(job.state == JobState.DEAD))


def edition_row(each: Document, shown: Document, url: str) -> EditionRow:
    """Another edition: when it was sealed, and whether it replaces the one shown or is replaced by it."""
    words = _("förseglad %s") % day(each.sealed_at) if each.is_sealed else _("förseglas")
    if shown.supersedes_id == each.pk:
        words = _("%s, ersätts av den här") % words
    elif each.supersedes_id == shown.pk:
        words = _("%s, ersätter den här") % words
    return EditionRow(each.edition, url, words)


def dispatch_row(sent: Dispatch, mine: int) -> DispatchRow:
    """A dispatch as a row; the receipt is the receiver's own act."""
    is_mine = sent.principal_id == mine
    return DispatchRow(
        name=sent.principal.organisation.name,
        channel=sent.channel,
        sent_on=sent.sent_on,
        sent_by=sent.sent_by,
        received_on=sent.received_on,
        received_by=sent.received_by,
        diary_number=sent.diary_number,
        is_mine=is_mine,
        receipt_url=receipt_url(sent) if is_mine and sent.state == DispatchState.SENT else "",
    )


def subject_url(document: Document) -> str:
    """Where that which the document is about can be seen; empty when nobody has told."""
    address: Any = ADDRESSES.get(document.subject_type)
    if address is None:
        return ""
    return str(address(Event(subject_type=document.subject_type, subject_key=document.subject_key)))
