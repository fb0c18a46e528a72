"""What a page says before an act that stops a round: which decisions and signatures fall, and which stand."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.adoption.queries import decisions_on

from ..models import SigningRound
from ..states import RoundState, SignatoryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A remark before an act: what it means, and whom or what it concerns (anmärkning)."""

    title: str
    words: str
    rows: tuple[str, ...] = ()
    kind: str = "info"


def decided(agreement: Any, *, falls: bool) -> Told:
    """The parties' decisions about the text, by name, and what the act means for them."""
    rows = tuple(decisions_on(agreement))
    if not rows:
        words = _("Ingen part har beslutat om texten än, så inget beslut faller.")
        return Told(title=_("Parternas beslut"), words=words if falls else _("Ingen part har beslutat om texten än."))
    if falls:
        words = _("De här besluten gäller texten som den är nu. De faller, och parterna måste besluta på nytt:")
        return Told(title=_("Beslut som faller"), words=words, rows=rows, kind="warn")
    words = _("Texten är densamma, med samma fingeravtryck. De här besluten gäller fortfarande:")
    return Told(title=_("Beslut som står fast"), words=words, rows=rows)


def signed_again(round_: SigningRound) -> list[Told]:
    """Those who have signed, and do so again in the new file."""
    signed = round_.signatories.in_order().filter(state=SignatoryState.SIGNED)
    rows = tuple(str(each) for each in signed)
    words = _("De här har undertecknat den gamla filen och gör det igen i den nya:")
    return [Told(title=_("Underskrifter som ges på nytt"), words=words, rows=rows, kind="warn")] if rows else []


def replace_instead(round_: SigningRound) -> list[Told]:
    """That a signatory can be replaced without the text going back."""
    if round_.state not in (RoundState.PREPARING, RoundState.OPEN):
        return []
    words = _("Byt undertecknare i stället. Då står texten och besluten fast. Det gör du i listan över underskrifter.")
    return [Told(title=_("Ska någon annan underteckna för en part?"), words=words)]
