"""What must be true before a deviating principle is proposed or put forward; each explains itself, and only reads."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.decisions.queries import matter_for
from governance.lib.dates import nine_months_before
from governance.lib.text import join_swedish
from governance.workflow.guards import Act, guard
from governance.workflow.refusals import Refusal

from . import citations
from .states import OUT

LATER_YEAR = gettext_lazy("styrgruppen: föreslå principen från ett senare år")


@guard(
    citations.SHARES_HOLD,
    mended_by=LATER_YEAR,
    fulfilled=gettext_lazy("Ingen budget som principen skulle gälla är lämnad till huvudmännen"),
)
def shares_are_still_open(principle: Any, act: Act) -> Refusal | None:
    """No budget that the principle would share has been handed over, which freezes what each principal pays."""
    from .queries import first_open_year, frozen_for  # noqa: PLC0415 -- queries read models, models need guards

    frozen = frozen_for(principle)
    if not frozen:
        return None
    years = join_swedish([str(each.year) for each in frozen])
    first = first_open_year(principle.partnership_id)
    mended_by = _("styrgruppen: föreslå principen från %s eller senare") % first
    if all(each.state in OUT for each in frozen):
        mended_by = _("%(later)s, eller gör först en ny version av budget %(years)s") % {
            "later": mended_by,
            "years": years,
        }
    last = nine_months_before(first)
    return Refusal(
        _("Budget %s är lämnad till huvudmännen, och det som var och en betalar är fryst. Ingen princip ändrar det.")
        % years,
        citations.SHARES_HOLD,
        mended_by=mended_by,
        by_when=last if last >= act.today else None,
        no_deadline=_("Ingen tidsgräns"),
    )


FIRST_ANSWERED = gettext_lazy("styrgruppen: vänta tills det ärendet är avgjort, eller låt det förslaget falla")


@guard(
    citations.RISING_DECIDES,
    mended_by=FIRST_ANSWERED,
    fulfilled=gettext_lazy("Inget annat förslag för samma tjänst, fas och år beslutas"),
)
def no_rival_is_being_decided(principle: Any, act: Act) -> Refusal | None:
    """No other principle for the same service, phase and first year is with the councils."""
    from .queries import rival_of  # noqa: PLC0415 -- queries read models, models need guards

    rival = rival_of(principle)
    matter = matter_for(rival) if rival is not None else None
    if rival is None or matter is None:
        return None
    return Refusal(
        _("Ett annat förslag för samma tjänst, fas och år beslutas redan: ”%s”.") % matter,
        citations.RISING_DECIDES,
        mended_by=str(FIRST_ANSWERED),
        by_when=matter.decide_by,
        how=_("Till det ärendet"),
        link=matter.url(),
    )
