"""Reads for the pages of agreements: each of so many questions whatever the number of rows."""

from collections.abc import Iterable

from django.db.models import Case, F, Prefetch, QuerySet, TextField, Value, When

from governance.organisations.actors import Actor
from governance.workflow.together import hand_out, read_together

from .models import Acknowledgement, Agreement, AgreementParty, AgreementVersion
from .states import UNDER_WAY, WRITTEN, VersionState


def listed(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with their parties and newest version, for a list; three questions."""
    parties = AgreementParty.objects.select_related("principal__organisation")
    versions = AgreementVersion.objects.defer("text").order_by("-order")
    return agreements.select_related("partnership", "parent").prefetch_related(
        Prefetch("parties", queryset=parties), Prefetch("versions", queryset=versions)
    )


def versions_asked(agreement: Agreement) -> QuerySet[AgreementVersion]:
    """The versions, newest first, with the text of the one that is frozen now and of no other."""
    kept = Case(When(state=VersionState.FROZEN, then=F("text")), default=Value(""), output_field=TextField())
    return agreement.versions.defer("text").annotate(kept=kept).order_by("-order")


def versions_of(agreement: Agreement, found: list[AgreementVersion] | None = None) -> list[AgreementVersion]:
    """The same as a list; one question, or none when they are read already."""
    found = list(versions_asked(agreement)) if found is None else found
    for each in found:
        each.agreement = agreement
        if read := getattr(each, "kept", ""):
            each.text = read
    return found


def with_texts(versions: Iterable[AgreementVersion]) -> dict[int, AgreementVersion]:
    """The versions with their texts; one question for those whose texts are not read yet."""
    wanted = {each.pk: each for each in versions}
    found = {key: each for key, each in wanted.items() if "text" not in each.get_deferred_fields()}
    if left := wanted.keys() - found.keys():
        for key, each in AgreementVersion.objects.in_bulk(left).items():
            each.agreement = wanted[key].agreement
            found[key] = each
    return found


def parties_asked(agreement: Agreement) -> tuple[QuerySet[AgreementParty], QuerySet[Acknowledgement]]:
    """The parties in order with their organisations, and what they have agreed to while that is of interest."""
    agreed = Acknowledgement.objects.order_by("version_of__order").select_related("version_of")
    agreed = agreed.filter(party__agreement=agreement).defer("version_of__text")
    if agreement.state not in UNDER_WAY:
        agreed = agreed.none()
    return agreement.parties.select_related("principal__organisation"), agreed


def parties_of(
    agreement: Agreement, read: tuple[list[AgreementParty], list[Acknowledgement]] | None = None
) -> list[AgreementParty]:
    """The parties in order, each with what it has agreed to; one question, or none when they are read already."""
    parties, agreed = read or read_together(parties_asked(agreement))
    for each in parties:
        each.agreement = agreement
    hand_out(parties, "acknowledgements", agreed, by="party_id")
    return parties


def latest_of(party: AgreementParty) -> Acknowledgement | None:
    """What a party with its acknowledgements read agreed to last."""
    agreed = list(party.acknowledgements.all())
    return agreed[-1] if agreed else None


def party_of(parties: Iterable[AgreementParty], actor: Actor, partnership_id: int) -> AgreementParty | None:
    """The party that the seat acted from belongs to."""
    mine = actor.principal_in(partnership_id)
    return next((each for each in parties if mine is not None and each.principal_id == mine.pk), None)


def frozen_and_unread(actor: Actor) -> QuerySet[AgreementVersion]:
    """Frozen texts that the actor's own principal is party to, while they are written, and has not agreed to."""
    mine = [each.pk for each in actor.principals]
    found = AgreementVersion.objects.filter(
        state=VersionState.FROZEN,
        agreement__state__in=WRITTEN,
        agreement__parties__principal_id__in=mine,
    ).exclude(acknowledgements__party__principal_id__in=mine)
    shown = (
        "state",
        "kind",
        "number",
        "title",
        "last_on",
        "partnership_id",
        "partnership__slug",
        "partnership__short_name",
    )
    along = found.select_related("agreement__partnership").only(
        "state", "number", *(f"agreement__{name}" for name in shown)
    )
    return along.order_by("pk").distinct()
