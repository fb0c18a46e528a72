from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What sort of party an organisation is (P-01, P-02)."""

    STATE = "state", _("staten")
    AGENCY = "agency", _("statlig myndighet")
    REGION = "region", _("region")
    MUNICIPALITY = "municipality", _("kommun")
    ASSOCIATION = "association", _("förening eller förbund")
    COMPANY = "company", _("företag")
    ACADEMIA = "academia", _("lärosäte")
    CARE_PROVIDER = "care_provider", _("vårdgivare")


class PrincipalGroup(models.TextChoices):
    """Whom a principal is one of: the base principle shares cost between the first two (E-10)."""

    REGION = "region", _("regionen")
    MUNICIPALITIES = "municipalities", _("kommunerna")
    STATE = "state", _("staten")
    AGENCIES = "agencies", _("myndigheterna")
    BUSINESS = "business", _("näringslivet")
    ACADEMIA = "academia", _("lärosätena")


GROUP_OF_KIND: dict[str, PrincipalGroup] = {
    OrganisationKind.STATE: PrincipalGroup.STATE,
    OrganisationKind.AGENCY: PrincipalGroup.AGENCIES,
    OrganisationKind.REGION: PrincipalGroup.REGION,
    OrganisationKind.MUNICIPALITY: PrincipalGroup.MUNICIPALITIES,
    OrganisationKind.ASSOCIATION: PrincipalGroup.BUSINESS,
    OrganisationKind.COMPANY: PrincipalGroup.BUSINESS,
    OrganisationKind.ACADEMIA: PrincipalGroup.ACADEMIA,
    OrganisationKind.CARE_PROVIDER: PrincipalGroup.BUSINESS,
}
"""The group that a party of each kind belongs to in a negotiation (P-01, P-03)."""


class PartnershipKind(models.TextChoices):
    """Which of the real models a partnership follows."""

    SGD = "sgd", _("gemensam digitalisering")
    NEGOTIATION = "negotiation", _("Sverigeförhandling")
    VIP = "vip", _("värdefull innovation i partnerskap")


SHARING_COST = (PrincipalGroup.REGION, PrincipalGroup.MUNICIPALITIES)


def groups_in(partnership_kind: str) -> tuple[PrincipalGroup, ...]:
    """The groups that principals of a kind of partnership are of: only regions and municipalities share cost."""
    return SHARING_COST if partnership_kind == PartnershipKind.SGD else tuple(PrincipalGroup)


TALKS = (PartnershipKind.NEGOTIATION,)
"""Where parties negotiate."""

AGREEING = (PartnershipKind.NEGOTIATION, PartnershipKind.VIP)
"""Where parties write and follow agreements."""

BUDGETING = (PartnershipKind.SGD, PartnershipKind.VIP)
"""Where principals share a budget."""


class BodyKind(models.TextChoices):
    """What sort of body people sit in (requirements 5.1)."""

    STEERING_GROUP = "steering_group", _("styrgrupp")
    OFFICIALS = "officials", _("tjänstemannaberedning")
    JOINT_POLITICAL = "joint_political", _("politiskt samverkansorgan")
    ASSOCIATION_BOARD = "association_board", _("förbundsstyrelse")
    COUNCIL = "council", _("fullmäktige")
    EXECUTIVE = "executive", _("styrelse")
    REGISTRY = "registry", _("registratur")
    PROGRAMME_OFFICE = "programme_office", _("programkontor")
    BOARD = "board", _("styrelse för partnerskapet")
    ADVISORY_BOARD = "advisory_board", _("rådgivande organ")
    POLICY_LAB = "policy_lab", _("arena för policylabb")
    EXPERT_GROUP = "expert_group", _("sakkunniggrupp")
    AUDIT_OFFICE = "audit_office", _("revision")
    NEGOTIATORS = "negotiators", _("förhandlingspersoner")
    GOVERNMENT = "government", _("regeringen")


class SeatRole(models.TextChoices):
    """What a person is in a body."""

    CHAIR = "chair", _("ordförande")
    MEMBER = "member", _("ledamot")
    DEPUTY = "deputy", _("ersättare")
    SECRETARY = "secretary", _("sekreterare")
    REGISTRAR = "registrar", _("registrator")
    CONTROLLER = "controller", _("controller")
    OFFICER = "officer", _("handläggare")
    AUDITOR = "auditor", _("revisor")
    OBSERVER = "observer", _("observatör")
    ADMINISTRATOR = "administrator", _("administratör")
    REPRESENTATIVE = "representative", _("partsföreträdare")
