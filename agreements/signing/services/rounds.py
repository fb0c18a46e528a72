"""A round: planned, opened when everything is in place, and stopped when somebody says no."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.negotiations.services.common import tell_parties
from agreements.texts.models import Agreement, AgreementParty
from agreements.texts.services import life
from agreements.texts.services.common import require_seen
from agreements.texts.states import SIGNED_ON, AgreementState
from governance.audit.actors import SYSTEM
from governance.audit.services import record
from governance.documents.models import Document
from governance.documents.services import order_document
from governance.documents.shapes import AgreementData, Head
from governance.jobs.services import queue_job
from governance.organisations.models import Mandate
from governance.workflow.steps import create, edit, perform

from .. import citations, guards, permissions
from ..document import build_agreement
from ..models import Signatory, SigningRound
from ..states import CheckoutState, RoundState, SignatoryState
from .common import hold_round, refuse, require

PREPARE_JOB = "signing.prepare"
ENDED_BY_STOP = (SignatoryState.WAITING, SignatoryState.TURN, SignatoryState.SIGNING)


def batch_of(round_: SigningRound) -> str:
    """The name under which a round's work is counted."""
    return f"signing-{round_.pk}"


@transaction.atomic
def plan_round(agreement: Agreement, *, last_on: date, by: Any, today: date) -> SigningRound:
    """Begin a round on the text that the agreement is ready to be signed with, and suggest who signs for each party."""
    require(agreement, by, permissions.may_lead, permissions.WHO_LEADS)
    held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if held.state != AgreementState.READY_TO_SIGN or held.agreed_version is None:
        raise refuse(
            _("Avtalets läge är ”%s”. Undertecknandet planeras när det är klart att underteckna.")
            % held.get_state_display(),
            citations.UNTIL_THE_LAST,
            mended_by=permissions.WHO_LEADS,
        )
    if SigningRound.objects.of(held).under_way().exists():
        raise refuse(
            _("Avtalet har redan en underskriftsomgång som pågår."),
            citations.ONE_FILE,
            mended_by=permissions.WHO_LEADS,
            title=_("En omgång i taget"),
        )
    number = (SigningRound.objects.of(held).aggregate(last=Max("number"))["last"] or 0) + 1
    planned = SigningRound(agreement=held, text=held.agreed_version, number=number, last_on=last_on)
    create(planned, by=by, today=today, text=held.agreed_version.number)
    for mandate in suggested(held, today):
        add_signatory(planned, mandate, group=1, by=by, today=today)
    return planned


def suggested(agreement: Agreement, today: date) -> list[Mandate]:
    """The newest mandate of each party that lets somebody sign for it today."""
    found: dict[int, Mandate] = {}
    organisations = list(agreement.parties.values_list("principal__organisation_id", flat=True))
    live = Mandate.objects.filter(partnership_id=agreement.partnership_id).live(today).for_signing()
    for mandate in live.filter(organisation_id__in=organisations).select_related("holder").order_by("pk"):
        found[mandate.organisation_id] = mandate
    return [found[each] for each in organisations if each in found]


def would_sign(agreement: Agreement, today: date) -> list[Signatory]:
    """Those who would be suggested today, for one who asks whether their mandates are enough; nothing is saved."""
    principals = {each.principal.organisation_id: each.principal for each in parties_to(agreement)}
    return [
        Signatory(principal=principals[each.organisation_id], mandate=each, name=each.holder.name)
        for each in suggested(agreement, today)
    ]


def parties_to(agreement: Agreement) -> list[AgreementParty]:
    """The agreement's parties with their organisations."""
    return list(agreement.parties.select_related("principal__organisation"))


@transaction.atomic
def add_signatory(round_: SigningRound, mandate: Mandate, *, group: int, by: Any, today: date) -> Signatory:
    """Name somebody who is to sign, on a mandate that holds; those with the same number sign at the same time."""
    held = hold_round(round_)
    require(held, by, permissions.may_lead, permissions.WHO_LEADS)
    refuse_unless_planned(held)
    party = held.agreement.parties.filter(principal__organisation_id=mandate.organisation_id).first()
    if party is None:
        sentence = _("%s är inte part i avtalet.") % mandate.organisation
        raise refuse(sentence, citations.EVERYBODY, mended_by=permissions.WHO_LEADS)
    named = Signatory(
        round=held,
        principal=party.principal,
        user=mandate.holder,
        mandate=mandate,
        name=mandate.holder.name,
        role=mandate.role,
        basis=mandate.decision_reference,
        order=(held.signatories.aggregate(last=Max("order"))["last"] or 0) + 1,
        group=group,
    )
    if told := guards.mandate_fault(named, today):
        raise refuse(told, citations.OWN_MANDATE, mended_by=guards.PARTY)
    create(named, by=by, today=today, name=named.name, party=str(party))
    return named


@transaction.atomic
def set_group(signatory: Signatory, group: int, *, by: Any, today: date, version: int | None = None) -> Signatory:
    """Change when somebody signs, while the round is planned."""
    held = hold_round(signatory.round)
    require(held, by, permissions.may_lead, permissions.WHO_LEADS)
    refuse_unless_planned(held)
    changed: Signatory = edit(signatory, by=by, today=today, version=version, changes={"group": group}).subject
    return changed


@transaction.atomic
def remove_signatory(signatory: Signatory, *, by: Any, today: date, version: int | None = None) -> None:
    """Take somebody off the list, while the round is planned; that it happened stays in the trail."""
    held = hold_round(signatory.round)
    require(held, by, permissions.may_lead, permissions.WHO_LEADS)
    refuse_unless_planned(held)
    require_seen(signatory, version)
    record(
        chain=held.chain,
        kind="signing.signatory.remove",
        subject=signatory,
        by=by,
        occurred_on=today,
        details={"name": signatory.name, "party": str(signatory.principal)},
    )
    signatory.delete()


@transaction.atomic
def set_last_day(round_: SigningRound, last_on: date, *, by: Any, today: date, version: int | None = None) -> None:
    """Say until when one may sign; also while it goes on, since a late signature is better than none."""
    held = hold_round(round_)
    require(held, by, permissions.may_lead, permissions.WHO_LEADS)
    if not held.is_under_way:
        raise refuse(_("Omgången är över."), citations.UNTIL_THE_LAST, title=_("Omgången är över"))
    if last_on < today:
        raise refuse(_("Dagen har redan varit. Ange i dag eller en senare dag."), citations.UNTIL_THE_LAST)
    edit(held, by=by, today=today, version=version, changes={"last_on": last_on})


def refuse_unless_planned(round_: SigningRound) -> None:
    """The list of signatories stands still once the file is made of it."""
    if round_.state != RoundState.PLANNED:
        raise refuse(
            _("Omgången har börjat, och de som undertecknar står i filen. Stoppa den för att ändra."),
            citations.SEAL_FIRST,
            mended_by=permissions.WHO_LEADS,
            title=_("Listan är låst"),
        )


@transaction.atomic
def open_round(round_: SigningRound, *, by: Any, today: date, version: int | None = None) -> SigningRound:
    """Freeze the agreement as a document, ask for its seal, and let everybody sign in turn after that."""
    held = hold_round(round_)
    require(held, by, permissions.may_lead, permissions.WHO_LEADS)
    document = order_agreement(held, by=by, today=today)
    opened: SigningRound = perform(held, "open", by=by, today=today, version=version, document=document.pk).subject
    queue_job(
        PREPARE_JOB,
        key=f"{PREPARE_JOB}:{opened.pk}",
        arguments={"round": opened.pk, "today": today.isoformat()},
        batch=batch_of(opened),
    )
    return opened


def order_agreement(round_: SigningRound, *, by: Any, today: date) -> Document:
    """Order the document that everybody signs; a later round on the agreement gives its next edition."""

    def build(head: Head) -> AgreementData:
        return build_agreement(round_, head)

    return order_document(
        kind=AgreementData,
        partnership=round_.agreement.partnership,
        subject=round_.agreement,
        title=round_.agreement.title,
        period=round_.agreement.number,
        build=build,
        by=by,
        today=today,
        supersede=True,
    )


def begin_round(round_id: int, *, today: date) -> SigningRound | None:
    """The file is sealed: open the round and give the first their turn; nothing when it was stopped meanwhile."""
    from .signatures import advance  # noqa: PLC0415 -- signatures stop rounds

    held = SigningRound.objects.select_for_update(of=("self",)).get(pk=round_id)
    if held.state != RoundState.PREPARING:
        return None
    opened: SigningRound = perform(held, "note_sealed", by=SYSTEM, today=today).subject
    advance(opened, today=today)
    return opened


@transaction.atomic
def stop_round(round_: SigningRound, *, reason: str, by: Any, today: date, version: int | None = None) -> SigningRound:
    """Stop before everybody has signed, with the reason; the agreement goes back to where its text can be changed."""
    held = hold_round(round_)
    stopped: SigningRound = perform(held, "stop", by=by, today=today, version=version, reason=reason).subject
    end_what_is_left(stopped, today=today)
    put_back(stopped.agreement, reason=reason, today=today)
    tell_why(stopped, _("Undertecknandet av %(agreement)s stoppades av %(who)s: %(why)s"), by=by, today=today)
    return stopped


def stop_after_no(signatory: Signatory, *, reason: str, today: date) -> None:
    """Somebody rejected or took her signature back: the round stops, in that person's name."""
    held = hold_round(signatory.round)
    stopped = perform(held, "stop", by=SYSTEM, today=today, reason=reason, who=str(signatory)).subject
    end_what_is_left(stopped, today=today)
    put_back(stopped.agreement, reason=reason, today=today)
    words = _("Undertecknandet av %(agreement)s stoppades, eftersom %(who)s sa nej: %(why)s")
    tell_why(stopped, words, by=SYSTEM, today=today)


def tell_why(round_: SigningRound, words: str, *, by: Any, today: date) -> None:
    """Tell every party in the negotiation why a round ended; the desks tell it too (N-20)."""
    if round_.agreement.negotiation is None:
        return
    told = {"agreement": round_.agreement.title, "who": round_.stopped_by, "why": round_.stop_reason}
    tell_parties(round_.agreement.negotiation, words % told, by=by, today=today)


def stop_with_agreement(agreement: Agreement, *, by: Any, today: date) -> None:
    """The agreement lapsed while it was being signed: so does the round."""
    for round_ in SigningRound.objects.of(agreement).under_way():
        held = hold_round(round_)
        stopped = perform(held, "stop", by=SYSTEM, today=today, reason=_("Avtalet förföll.")).subject
        end_what_is_left(stopped, today=today)


def end_what_is_left(round_: SigningRound, *, today: date) -> None:
    """Nobody's turn comes any more, and a file that was lent is lent no longer."""
    for signatory in round_.signatories.filter(state__in=ENDED_BY_STOP):
        perform(signatory, "end", by=SYSTEM, today=today)
    for lent in round_.checkouts.filter(state=CheckoutState.OUT):
        perform(lent, "give_back", by=SYSTEM, today=today, at=timezone.now())


def put_back(agreement: Agreement, *, reason: str, today: date) -> None:
    """Let the agreement's text be changed again; one that has gone on already is left as it is."""
    now = Agreement.objects.get(pk=agreement.pk)
    if now.state in SIGNED_ON:
        life.stop_signing(now, reason=reason, by=SYSTEM, today=today)


@transaction.atomic
def take_back_agreement(agreement: Agreement, *, reason: str, by: Any, today: date) -> None:
    """Let a text that nobody has begun to sign be changed again, with the reason."""
    require(agreement, by, permissions.may_lead, permissions.WHO_LEADS)
    if not reason.strip():
        raise refuse(_("Skriv varför. Skälet visas för alla parter."), citations.REASONS)
    if SigningRound.objects.of(agreement).under_way().exists():
        raise refuse(
            _("En underskriftsomgång pågår. Stoppa den i stället."),
            citations.REASONS,
            mended_by=permissions.WHO_LEADS,
        )
    held = Agreement.objects.get(pk=agreement.pk)
    if held.state != AgreementState.READY_TO_SIGN:
        raise refuse(
            _("Avtalets läge är ”%s”.") % held.get_state_display(),
            citations.UNTIL_THE_LAST,
            mended_by=permissions.WHO_LEADS,
        )
    life.stop_signing(held, reason=reason.strip(), by=SYSTEM, today=today)
