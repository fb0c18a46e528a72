"""What one looks over before signing."""

from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.lib.text import capitalise, join_swedish
from governance.ui.parts import Answer
from governance.ui.templatetags.swedish import day, fingerprint, kr, moment

from ..amounts import amount_of
from ..frames import frame_now, parties_told
from ..models import Signatory
from ..states import RoundState, SignatoryState
from ..words import until_words


def answers_of(signatory: Signatory) -> list[Answer]:
    """What is signed, for whom, on which mandate."""
    round_, mandate = signatory.round, signatory.mandate
    rows = [
        Answer(label=_("Avtal"), value=f"{round_.agreement}: {round_.agreement.title}"),
        Answer(
            label=_("Text"),
            value=_("version %(number)s, låst %(when)s")
            % {"number": round_.text.number, "when": moment(round_.text.frozen_at)},
        ),
        Answer(label=_("Textens fingeravtryck"), value=fingerprint(round_.text.text_sha256)),
        Answer(label=_("Du undertecknar för"), value=str(signatory.principal)),
        Answer(label=_("I din roll som"), value=signatory.role),
        *mandate_rows(signatory),
    ]
    amount = amount_of(round_.text, signatory.principal_id)
    if amount:
        rows.append(Answer(label=_("Er del av kostnaden"), value=kr(Sek(amount))))
    if mandate.conditions:
        rows.append(Answer(label=_("Villkor i mandatet"), value=mandate.conditions))
    return rows


def mandate_rows(signatory: Signatory) -> list[Answer]:
    """The mandate: who gave it, when and by which decision, for what, how far it reaches and until when it holds."""
    mandate = signatory.mandate
    return [
        Answer(
            label=_("Ditt mandat"),
            value=_("Beslut av %(party)s %(day)s, %(basis)s")
            % {
                "party": signatory.principal.organisation.name,
                "day": day(mandate.decided_on),
                "basis": signatory.basis,
            },
        ),
        Answer(label=_("Mandatet avser"), value=mandate.subject),
        Answer(label=_("Mandatets ram"), value=frame_now_words(signatory)),
        Answer(label=_("Mandatet gäller"), value=capitalise(until_words(mandate))),
    ]


def frame_now_words(signatory: Signatory) -> str:
    """How far the mandate reaches today, also where the party has told of a lower frame (N-14)."""
    told = parties_told(signatory.round.agreement).get(signatory.principal_id)
    frame, told_on = frame_now(signatory.mandate, told)
    if frame is None:
        return _("Ingen beloppsgräns")
    if told_on is None:
        return kr(Sek(frame))
    return _("%(frame)s, enligt vad parten anmälde %(day)s") % {"frame": kr(Sek(frame)), "day": day(told_on)}


def not_now(signatory: Signatory) -> tuple[str, str] | None:
    """Why one cannot sign, as a heading and a sentence; nothing when it is one's turn."""
    round_ = signatory.round
    if signatory.state == SignatoryState.TURN:
        return None
    if round_.state == RoundState.STOPPED:
        return _("Undertecknandet är stoppat"), f"{round_.stopped_by}: {round_.stop_reason}"
    if not round_.is_open:
        return _("Det är inte din tur än"), _("Du kan underteckna när avtalet är förseglat och det är din tur.")
    before = round_.signatories.in_order().filter(group__lt=signatory.group).exclude(state=SignatoryState.SIGNED)
    names = join_swedish(list(dict.fromkeys(str(each.principal) for each in before)))
    return (
        _("Det är inte din tur än"),
        _("Du kan underteckna när %s har gjort det. Då står det på ditt bord.") % names,
    )


def lead_of(signatory: Signatory) -> str:
    """What the page asks of its reader."""
    return _("Läs avtalet och kontrollera uppgifterna. Underskriften binder %s när övriga villkor är uppfyllda.") % (
        signatory.principal
    )
