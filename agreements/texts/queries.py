"""Reads for the pages of agreements: each of so many questions whatever the number of rows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Case, F, Prefetch, QuerySet, TextField, Value, When

from governance.organisations.actors import Actor
from governance.workflow.together import Wish, hand_out, read_wishes

from .models import Acknowledgement, Agreement, AgreementParty, AgreementVersion, Objection
from .states import UNDER_WAY, WRITTEN, AgreementState, VersionState


def listed(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with their parties and newest version, for a list; three questions."""
    parties = AgreementParty.objects.select_related("principal__organisation")
    versions = AgreementVersion.objects.defer("text").order_by("-order")
    return agreements.select_related("partnership", "parent").prefetch_related(
        Prefetch("parties", queryset=parties), Prefetch("versions", queryset=versions)
    )


def versions_asked(agreement_id: int) -> QuerySet[AgreementVersion]:
    """The versions, newest first, with the text of the one that is frozen now and of no other."""
    kept = Case(When(state=VersionState.FROZEN, then=F("text")), default=Value(""), output_field=TextField())
    found = AgreementVersion.objects.filter(agreement_id=agreement_id)
    return found.defer("text").annotate(kept=kept).order_by("-order")


def versions_of(agreement: Agreement, found: list[AgreementVersion] | None = None) -> list[AgreementVersion]:
    """The same as a list; one question, or none when they are read already."""
    found = list(versions_asked(agreement.pk)) if found is None else found
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


def parties_asked(agreement_id: int) -> QuerySet[AgreementParty]:
    """The parties in order with their organisations."""
    return AgreementParty.objects.filter(agreement_id=agreement_id).select_related("principal__organisation")


def agreed_asked(agreement_id: int) -> QuerySet[Acknowledgement]:
    """What the parties have agreed to."""
    agreed = Acknowledgement.objects.order_by("version_of__order").select_related("version_of")
    return agreed.filter(party__agreement_id=agreement_id).defer("version_of__text")


def objected_asked(agreement_id: int) -> QuerySet[Objection]:
    """What the parties have not agreed to, and why."""
    objected = Objection.objects.order_by("version_of__order").select_related("version_of")
    return objected.filter(party__agreement_id=agreement_id).defer("version_of__text")


def parties_wish(agreement: Agreement, *, versions: bool = False) -> Wish:
    """The parties, what they have said of the text while that is of interest, and the versions first where wanted."""
    asked: list[Callable[[int], QuerySet[Any]]] = [versions_asked] if versions else []
    asked += [parties_asked, *([agreed_asked, objected_asked] if agreement.state in UNDER_WAY else [])]
    about = "agreements." + "+".join(each.__name__ for each in asked)
    return Wish(about, lambda key: [each(key) for each in asked], (agreement.pk,))


def parties_of(agreement: Agreement, read: Sequence[list[Any]] = ()) -> list[AgreementParty]:
    """The parties in order, each with what it has said of the text; one question, or none when they are read."""
    parties, *said = read or read_wishes(parties_wish(agreement))[0]
    for each in parties:
        each.agreement = agreement
    for name, rows in zip(("acknowledgements", "objections"), said or ([], []), strict=True):
        hand_out(parties, name, rows, by="party_id")
    return parties


def latest_of(party: AgreementParty) -> Acknowledgement | None:
    """What a party with its acknowledgements read agreed to last."""
    agreed = list(party.acknowledgements.all())
    return agreed[-1] if agreed else None


def objection_of(party: AgreementParty, version: AgreementVersion) -> Objection | None:
    """That a party, with its answers read, objected to a version and has not agreed to it since."""
    if any(each.version_of_id == version.pk for each in party.acknowledgements.all()):
        return None
    return next((each for each in party.objections.all() if each.version_of_id == version.pk), None)


def party_of(parties: Iterable[AgreementParty], actor: Actor, partnership_id: int) -> AgreementParty | None:
    """The party that the seat acted from belongs to."""
    mine = actor.principal_in(partnership_id)
    return next((each for each in parties if mine is not None and each.principal_id == mine.pk), None)


def frozen_and_unread(actor: Actor) -> QuerySet[AgreementVersion]:
    """Frozen texts that the actor's own principal is party to, while they are written, and has said nothing of.

    Nobody is asked about a text whose signing was stopped, until there is another or it is put before them again.
    """
    mine = [each.pk for each in actor.principals]
    found = AgreementVersion.objects.filter(
        state=VersionState.FROZEN,
        agreement__state__in=WRITTEN,
        agreement__parties__principal_id__in=mine,
    )
    found = found.exclude(agreement__state=AgreementState.DRAFT, signing_rounds__state="stopped")
    for said in ("acknowledgements", "objections"):
        found = found.exclude(**{f"{said}__party__principal_id__in": mine})
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
