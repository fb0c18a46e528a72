"""The routes that Samverk ships with, as data: who prepares, recommends and decides, in which order."""

from typing import Any, NotRequired, TypedDict

from governance.organisations.kinds import BodyKind, OrganisationKind, PartnershipKind, PrincipalGroup

from .states import RulingKind


class BodyRef(TypedDict):
    """Which body a stage belongs to, by its kind within the partnership; or within each organisation, by its kind."""

    kind: str
    by_organisation: NotRequired[dict[str, str]]


class Stage(TypedDict):
    """One stop on a route (steg i beslutsgången)."""

    key: str
    kind: str
    name: str
    body: BodyRef | None
    branch: str
    principals: str
    rule: str
    deadline: str
    others: NotRequired[str]
    led_by: NotRequired[list[str]]


def stage(
    key: str,
    kind: str,
    name: str,
    body: str | None,
    *,
    branch: str = "",
    principals: str = "",
    deadline: str = "",
    others: str = "",
) -> Stage:
    """Write one stage; a stage with principals is decided by each of them, all for one."""
    row: Stage = {
        "key": key,
        "kind": str(kind),
        "name": name,
        "body": {"kind": str(body)} if body else None,
        "branch": branch,
        "principals": principals,
        "rule": "all" if principals else "",
        "deadline": deadline,
    }
    if others:
        row["others"] = others
    return row


SGD = stage("sgd", RulingKind.PREPARE, "Styrgrupp SGD", BodyKind.STEERING_GROUP)
CTB = stage("ctb", RulingKind.PREPARE, "Central tjänstemannaberedning", BodyKind.OFFICIALS)
CS_RECOMMENDS = stage("cs", RulingKind.RECOMMEND, "Centralt samverkansorgan", BodyKind.JOINT_POLITICAL)
SK_RECOMMENDS = stage(
    "sk",
    RulingKind.RECOMMEND,
    "Skånes Kommuners styrelse",
    BodyKind.ASSOCIATION_BOARD,
    branch=str(PrincipalGroup.MUNICIPALITIES),
)
REGION_PREPARES = stage(
    "region", RulingKind.PREPARE, "Regionens ordinarie beredning", None, branch=str(PrincipalGroup.REGION)
)
ALL_DECIDE = stage(
    "principals",
    RulingKind.DECIDE,
    "Varje huvudman beslutar",
    BodyKind.COUNCIL,
    principals="all",
    deadline="adoption",
)
NAMED_DECIDE = stage(
    "principals",
    RulingKind.DECIDE,
    "Varje fullmäktige vars andel ökar beslutar",
    BodyKind.COUNCIL,
    principals="named",
    deadline="adoption",
    others="informed",
)
PARTY_BODIES = {
    str(OrganisationKind.STATE): str(BodyKind.GOVERNMENT),
    str(OrganisationKind.REGION): str(BodyKind.COUNCIL),
    str(OrganisationKind.MUNICIPALITY): str(BodyKind.COUNCIL),
    str(OrganisationKind.AGENCY): str(BodyKind.EXECUTIVE),
    str(OrganisationKind.ASSOCIATION): str(BodyKind.EXECUTIVE),
    str(OrganisationKind.COMPANY): str(BodyKind.EXECUTIVE),
    str(OrganisationKind.ACADEMIA): str(BodyKind.EXECUTIVE),
    str(OrganisationKind.CARE_PROVIDER): str(BodyKind.EXECUTIVE),
}
"""Which body decides for a party, by the organisation's kind: nobody else can bind it (P-12)."""
PARTIES_DECIDE: Stage = {
    **stage("principals", RulingKind.DECIDE, "Varje part beslutar", None, principals="named", deadline="adoption"),
    "body": {"kind": "", "by_organisation": PARTY_BODIES},
    "led_by": [str(BodyKind.NEGOTIATORS), str(BodyKind.BOARD)],
}
CS_DECIDES = stage("cs", RulingKind.DELEGATED, "Centralt samverkansorgan", BodyKind.JOINT_POLITICAL)

SGD_ROUTES: tuple[dict[str, Any], ...] = (
    {
        "code": "B-01",
        "version": 1,
        "name": "Förslag som alla huvudmän ska anta",
        "stages": [SGD, CTB, CS_RECOMMENDS, SK_RECOMMENDS, REGION_PREPARES, ALL_DECIDE],
    },
    {
        "code": "B-01-KP",
        "version": 1,
        "name": "Avvikande kostnadsprincip",
        "stages": [CS_RECOMMENDS, NAMED_DECIDE],
    },
    {
        "code": "B-03",
        "version": 1,
        "name": "Beslut inom antagen plan och budget",
        "stages": [SGD, CTB, CS_DECIDES],
    },
)
NEGOTIATION_ROUTES: tuple[dict[str, Any], ...] = (
    {
        "code": "AV-1",
        "version": 1,
        "name": "Avtal som varje part ska godkänna",
        "stages": [PARTIES_DECIDE],
    },
)
ROUTES: dict[str, tuple[dict[str, Any], ...]] = {
    PartnershipKind.SGD: SGD_ROUTES,
    PartnershipKind.NEGOTIATION: NEGOTIATION_ROUTES,
}
"""What a partnership of each kind begins with."""
