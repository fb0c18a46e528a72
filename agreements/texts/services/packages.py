"""An agreed package as the beginning of an agreement's text: what was chosen, what it costs and who pays what."""

from datetime import date
from typing import Any

from governance.workflow import steps
from governance.workflow.acts import refuse

from .. import citations
from ..kinds import Part
from ..models import AgreementVersion, FinancingLine

AGREED = "agreed"


def copy_package(package: Any, version: AgreementVersion, *, by: Any, today: date) -> None:
    """Write a package's choices into the section on function, and its cost and shares into the plan."""
    if package.state != AGREED:
        raise refuse(
            f"{package} är inte överenskommet. Ett avtal skrivs av det som parterna har enats om.",
            citations.FIVE_PARTS,
            mended_by="de parter som inte har svarat",
        )
    write_choices(package, version, by=by, today=today)
    if package.cost_ore is not None:
        steps.edit(version, by=by, today=today, version=None, changes={"cost_ore": package.cost_ore})
        write_shares(package, version)


def write_choices(package: Any, version: AgreementVersion, *, by: Any, today: date) -> None:
    """One paragraph an issue, with the option that was chosen."""
    section = version.sections.filter(part=Part.FUNCTION).first()
    if section is None:
        return
    chosen = package.choices.select_related("issue", "option")
    paragraphs = [
        f"{each.issue.title}: {each.option.title}." + (f" {each.option.description}" if each.option.description else "")
        for each in chosen
    ]
    first = "Avtalet bygger på det som parterna har kommit överens om i förhandlingen:"
    steps.edit(section, by=by, today=today, version=None, changes={"clauses": "\n\n".join([first, *paragraphs])})


def write_shares(package: Any, version: AgreementVersion) -> None:
    """One line a party that pays."""
    parties = {each.principal_id: each for each in version.agreement.parties.all()}
    FinancingLine.objects.bulk_create(
        FinancingLine(
            version_of=version,
            party=parties[share.party.principal_id],
            what="Andel av den samlade kostnaden",
            share_ppm=share.share_ppm,
        )
        for share in package.shares.select_related("party")
        if share.share_ppm and share.party.principal_id in parties
    )
