"""What must be true before a signing round or a signature takes a step; each explains itself, and only reads."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.adoption.citations import ORDER as DECIDE_FIRST
from agreements.adoption.readiness import party_has_decided
from agreements.negotiations.citations import LATE_CHANGE
from agreements.texts import registry as texts
from agreements.texts.citations import OBJECTION_ANSWERED
from agreements.texts.guards import no_party_objects, objections_say
from agreements.texts.states import SIGNED_ON, AgreementState, VersionState
from governance.lib.dates import swedish_date
from governance.lib.text import genitive, join_swedish
from governance.ui.templatetags.swedish import moment
from governance.workflow.guards import Act, guard
from governance.workflow.refusals import Refusal

from . import again, citations
from .amounts import amount_of, parties_to
from .frames import faults_of, frame_fault
from .missing import Missing, missing_in
from .states import CheckoutState, RoundState, SignatoryState

LEADERS = gettext_lazy("en förhandlingsperson eller styrelsens ordförande")
PARTY = gettext_lazy("parten: ge eller förnya mandatet")
FRAME = gettext_lazy("parten: besluta om ett mandat med större ram, eller förhandlingspersonerna: ändra texten")


def last_day(subject: Any, act: Act) -> date | None:
    """The round's last day, for its own steps and for those of its signatories."""
    return getattr(subject, "last_on", None) or subject.round.last_on


def signatories_of(round_: Any) -> list[Any]:
    """Those who are to sign, with mandate and party."""
    return list(round_.signatories.in_order())


@guard(citations.UNTIL_THE_LAST, mended_by=LEADERS, fulfilled=gettext_lazy("Avtalet är klart att underteckna"))
def agreement_is_ready_to_sign(round_: Any, act: Act) -> str | None:
    """The agreement is ready to be signed."""
    if round_.agreement.state == AgreementState.READY_TO_SIGN:
        return None
    return _("Avtalets läge är ”%s”. Det undertecknas när det är klart att underteckna.") % (
        round_.agreement.get_state_display()
    )


@guard(citations.SEAL_FIRST, mended_by=LEADERS, fulfilled=gettext_lazy("Texten är låst och är den som parterna läst"))
def text_is_the_agreed_one(round_: Any, act: Act) -> str | None:
    """The text of the round is frozen and is the one that the agreement is ready to be signed with."""
    if round_.text.state == VersionState.FROZEN and round_.text_id == round_.agreement.agreed_version_id:
        return None
    return _("Version %s är inte den låsta text som avtalet ska undertecknas med.") % round_.text.number


@guard(
    OBJECTION_ANSWERED,
    mended_by=no_party_objects.mended_by,
    fulfilled=no_party_objects.fulfilled,
)
def nobody_objects_to_the_text(round_: Any, act: Act) -> str | None:
    """No party has said that it does not agree to the text, or each that did has been answered."""
    return objections_say(round_.text)


@guard(citations.EVERYBODY, mended_by=LEADERS, fulfilled=gettext_lazy("Varje part har någon som undertecknar"))
def every_party_has_a_signatory(round_: Any, act: Act) -> str | Refusal | None:
    """Every party to the agreement has at least one who signs, and nobody signs for somebody else."""
    if missing := missing_in(round_, act.today):
        return Refusal(
            missing_words(missing),
            citations.EVERYBODY,
            mended_by="; ".join(dict.fromkeys(each.mended_by for each in missing)),
            by_when=round_.last_on,
        )
    parties = {each.principal_id for each in parties_to(round_.agreement)}
    if {each.principal_id for each in round_.named} - parties:
        return _("Någon i listan undertecknar för en organisation som inte är part i avtalet.")
    return None


def missing_words(missing: list[Missing]) -> str:
    """For which parties nobody signs, and which of them have no mandate to choose."""
    said = _("Ingen undertecknar för %s.") % join_swedish([each.principal.organisation.name for each in missing])
    without = [each.principal.organisation.name for each in missing if not each.has_mandate]
    if not without:
        return said
    return _("%(said)s Inget gällande mandat att underteckna är registrerat för %(parties)s.") % {
        "said": said,
        "parties": join_swedish(without),
    }


@guard(citations.OWN_MANDATE, mended_by=PARTY, fulfilled=gettext_lazy("Alla mandat gäller"), by_when=last_day)
def every_mandate_holds(round_: Any, act: Act) -> str | None:
    """Everybody who is to sign has a mandate that holds today and lets her sign for her party."""
    told = [told for each in round_.named if (told := mandate_fault(each, act.today))]
    return " ".join(told) or None


@guard(
    citations.WITHIN_FRAME,
    mended_by=FRAME,
    fulfilled=gettext_lazy("Partens belopp ryms i mandaten"),
    by_when=last_day,
)
def every_frame_covers(round_: Any, act: Act) -> str | None:
    """What each party is to pay lies within the frame of those who sign for it, also as told since (N-14)."""
    return " ".join(faults_of(round_.text, round_.named)) or None


@guard(
    LATE_CHANGE,
    mended_by=gettext_lazy("de ansvariga parterna: bekräfta sina åtaganden"),
    fulfilled=gettext_lazy("Det som parterna har lovat står fast"),
    by_when=last_day,
)
def what_is_promised_still_stands(subject: Any, act: Act) -> Refusal | None:
    """Nothing that the agreement promises is in doubt, as the apps that know of promises tell."""
    return texts.ask("sign", getattr(subject, "round", subject).agreement, act)


@guard(citations.UNTIL_THE_LAST, mended_by=LEADERS, fulfilled=gettext_lazy("Sista dagen ligger framåt i tiden"))
def last_day_is_ahead(round_: Any, act: Act) -> str | None:
    """There is time left to sign."""
    if round_.last_on >= act.today:
        return None
    return _("Sista dagen, %s, har passerat. Ange en ny dag.") % swedish_date(round_.last_on)


@guard(
    citations.SEAL_FIRST,
    mended_by=gettext_lazy("Samverk, när dokumentet är färdigt"),
    fulfilled=gettext_lazy("Avtalet är förseglat"),
)
def document_is_sealed(round_: Any, act: Act) -> str | None:
    """The agreement is a file with its seal."""
    if round_.document is not None and round_.document.is_sealed:
        return None
    return _("Avtalet är inte förseglat än.")


@guard(
    citations.UNTIL_THE_LAST,
    mended_by=gettext_lazy("de som inte har undertecknat"),
    fulfilled=gettext_lazy("Alla har undertecknat"),
    by_when=last_day,
)
def everybody_has_signed(round_: Any, act: Act) -> str | None:
    """Nobody is left."""
    left = [str(each) for each in signatories_of(round_) if each.state != SignatoryState.SIGNED]
    return _("Ännu inte: %s.") % "; ".join(left) if left else None


@guard(citations.REASONS, mended_by=gettext_lazy("du själv: skriv skälet"), fulfilled=gettext_lazy("Skälet är skrivet"))
def reason_is_given(subject: Any, act: Act) -> str | None:
    """It is written why."""
    return None if str(act.details.get("reason", "")).strip() else _("Skriv varför. Skälet visas för alla parter.")


@guard(
    citations.SEAL_FIRST,
    mended_by=LEADERS,
    fulfilled=gettext_lazy("Omgången är öppen"),
)
def round_is_open(signatory: Any, act: Act) -> str | None:
    """The round has begun and is not over."""
    if signatory.round.state == RoundState.OPEN and signatory.round.agreement.state in SIGNED_ON:
        return None
    return _("Omgångens läge är ”%s”.") % signatory.round.get_state_display()


@guard(
    citations.IN_ORDER,
    mended_by=gettext_lazy("de som undertecknar före"),
    fulfilled=gettext_lazy("Alla som ska underteckna före har gjort det"),
    by_when=last_day,
)
def those_before_have_signed(signatory: Any, act: Act) -> str | None:
    """Everybody with a lower number has signed."""
    before = signatory.round.signatories.filter(group__lt=signatory.group).exclude(state=SignatoryState.SIGNED)
    names = [str(each) for each in before.in_order()]
    return _("Först undertecknar %s.") % join_swedish(names) if names else None


@guard(
    citations.SIGN_IN_AGAIN,
    mended_by=gettext_lazy("du själv: logga in igen"),
    fulfilled=gettext_lazy("Du har visat vem du är"),
)
def signed_in_again(signatory: Any, act: Act) -> str | None:
    """The person has shown who she is for this signature, a few minutes ago at most."""
    if again.holds(str(act.details.get("proof", "")), act.by.user_key, signatory):
        return None
    return _("Skriv ditt lösenord en gång till. Det gäller i fem minuter och för en underskrift.")


@guard(citations.OWN_MANDATE, mended_by=PARTY, fulfilled=gettext_lazy("Mandatet gäller"), by_when=last_day)
def mandate_holds(signatory: Any, act: Act) -> str | None:
    """The mandate holds today, is this person's own, and lets her sign for this party."""
    return mandate_fault(signatory, act.today) or None


@guard(
    citations.WITHIN_FRAME,
    mended_by=FRAME,
    fulfilled=gettext_lazy("Partens belopp ryms i mandatet"),
    by_when=last_day,
)
def frame_covers(signatory: Any, act: Act) -> str | None:
    """What the party is to pay lies within the mandate's frame, or the lower one told since (N-14)."""
    return frame_fault(signatory, amount_of(signatory.round.text, signatory.principal_id)) or None


@guard(
    DECIDE_FIRST,
    mended_by=gettext_lazy("partens eget organ, som beslutar om avtalet"),
    fulfilled=gettext_lazy("Partens eget organ har beslutat, där det beslutar först"),
    by_when=last_day,
)
def own_body_has_decided(signatory: Any, act: Act) -> Refusal | None:
    """Where the parties decide before they sign, the party's own body has adopted the agreement."""
    return party_has_decided(signatory.round.agreement, signatory.principal_id)


def end_of_loan(signatory: Any, act: Act) -> date | None:
    """The day on which the file is free again."""
    lent = lent_out(signatory.round)
    return timezone.localdate(lent.until) if lent is not None else None


@guard(
    citations.ONE_FILE,
    mended_by=gettext_lazy("den som har lånat filen"),
    fulfilled=gettext_lazy("Filen är inne"),
    by_when=end_of_loan,
)
def file_is_not_lent_out(signatory: Any, act: Act) -> str | None:
    """Nobody is signing the file elsewhere."""
    lent = lent_out(signatory.round)
    if lent is None:
        return None
    words = {"who": lent.signatory, "until": moment(lent.until)}
    if lent.signatory_id == signatory.pk:
        return _("Du har lånat filen till %(until)s. Lämna in den, eller lämna tillbaka den utan underskrift.") % words
    return _("%(who)s har lånat filen till %(until)s. Till dess kan ingen annan underteckna.") % words


@guard(
    citations.ONE_FILE,
    mended_by=gettext_lazy("du själv: låna filen igen"),
    fulfilled=gettext_lazy("Du har lånat filen"),
)
def file_is_lent_to_the_signatory(signatory: Any, act: Act) -> str | None:
    """The file is out with this very person, and the time has not run out."""
    lent = lent_out(signatory.round)
    if lent is not None and lent.signatory_id == signatory.pk:
        return None
    if lent is not None:
        return _("%(who)s har lånat filen till %(until)s.") % {"who": lent.signatory, "until": moment(lent.until)}
    late = signatory.checkouts.order_by("-pk").first()
    if late is None:
        return _("Du har inte lånat filen. Låna den, underteckna den och lämna in samma fil.")
    return _("Du lånade filen till %s, och den tiden har gått. Låna den igen och underteckna den nya filen.") % (
        moment(late.until)
    )


@guard(
    citations.ONE_FILE,
    mended_by=gettext_lazy("Samverk, om en stund"),
    fulfilled=gettext_lazy("Ingen underskrift håller på att läggas till"),
)
def nobody_is_signing(signatory: Any, act: Act) -> str | None:
    """No signature is being added, so the file that is lent is the newest."""
    busy = signatory.round.signatories.filter(state=SignatoryState.SIGNING).in_order().first()
    return None if busy is None else _("Underskriften från %s läggs till just nu. Försök om en stund.") % busy


def lent_out(round_: Any) -> Any:
    """The loan that holds now, or nothing."""
    found = round_.checkouts.filter(state=CheckoutState.OUT).select_related("signatory__principal__organisation")
    lent = found.first()
    return lent if lent is not None and lent.holds(timezone.now()) else None


def mandate_fault(signatory: Any, today: date) -> str:
    """What is wrong with a signatory's mandate today, in one sentence."""
    mandate = signatory.mandate
    words = {
        "name": signatory.name,
        "own": genitive(signatory.name),
        "party": signatory.principal,
        "until": swedish_date(mandate.valid_until or today),
    }
    own = mandate.holder_id == signatory.user_id and mandate.organisation_id == signatory.principal.organisation_id
    if not own or mandate.partnership_id != signatory.partnership_id:
        return _("Mandatet är inte %(own)s eget för %(party)s.") % words
    if not mandate.may_sign:
        return _("%(name)s får förhandla för %(party)s men inte underteckna.") % words
    if mandate.revoked_on is not None and mandate.revoked_on <= today:
        return _("Mandatet för %(name)s, %(party)s, är återkallat.") % words
    if not mandate.is_live(today):
        return _("Mandatet för %(name)s, %(party)s, gäller inte i dag. Det gäller till och med %(until)s.") % words
    return ""
