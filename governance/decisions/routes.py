"""The routes that Samverk ships with, as data: who prepares, recommends and decides, in which order."""

from typing import Any, NotRequired, TypedDict

from governance.organisations.kinds import BodyKind, PrincipalGroup

from .states import RulingKind


class BodyRef(TypedDict):
    """Which body a stage belongs to, by its kind within the partnership."""

    kind: str


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
