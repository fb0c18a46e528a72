"""Reads for the pages of agreements: each of so many questions whatever the number of rows."""

from collections.abc import Iterable

from django.db.models import Case, F, Prefetch, QuerySet, TextField, Value, When

from governance.organisations.actors import Actor

from .models import Acknowledgement, Agreement, AgreementParty, AgreementVersion
from .states import WRITTEN, VersionState


def listed(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with their parties and newest version, for a list; three questions."""
    parties = AgreementParty.objects.select_related("principal__organisation")
    versions = AgreementVersion.objects.defer("text").order_by("-order")
    return agreements.select_related("partnership", "parent").prefetch_related(
        Prefetch("parties", queryset=parties), Prefetch("versions", queryset=versions)
    )


def versions_of(agreement: Agreement) -> list[AgreementVersion]:
    """The versions, newest first, with the text of the one that is frozen now and of no other; one question."""
    kept = Case(When(state=VersionState.FROZEN, then=F("text")), default=Value(""), output_field=TextField())
    found: list[AgreementVersion] = list(agreement.versions.defer("text").annotate(kept=kept).order_by("-order"))
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


def parties_of(agreement: Agreement, *, with_agreed: bool = True) -> list[AgreementParty]:
    """The parties in order, with their organisations and what each has agreed to; two questions, or one without."""
    agreed = Acknowledgement.objects.order_by("version_of__order").select_related("version_of")
    agreed = agreed.defer("version_of__text") if with_agreed else agreed.none()
    found = agreement.parties.select_related("principal__organisation")
    parties = list(found.prefetch_related(Prefetch("acknowledgements", queryset=agreed)))
    for each in parties:
        each.agreement = agreement
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
    return found.defer("text").select_related("agreement__partnership").distinct()
