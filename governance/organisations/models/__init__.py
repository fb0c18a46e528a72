from .base import current, partnership_chain
from .bodies import Body, BodyQuerySet, Seat, SeatQuerySet
from .mandates import Mandate, MandateQuerySet
from .partnerships import (
    Organisation,
    OrganisationQuerySet,
    Partnership,
    PartnershipGroupObjectPermission,
    PartnershipQuerySet,
    PopulationFigure,
    PopulationImport,
    Principal,
    PrincipalQuerySet,
)

__all__ = [
    "Body",
    "BodyQuerySet",
    "Mandate",
    "MandateQuerySet",
    "Organisation",
    "OrganisationQuerySet",
    "Partnership",
    "PartnershipGroupObjectPermission",
    "PartnershipQuerySet",
    "PopulationFigure",
    "PopulationImport",
    "Principal",
    "PrincipalQuerySet",
    "Seat",
    "SeatQuerySet",
    "current",
    "partnership_chain",
]
