"""The machines as whole tables: a step that is added, moved or opened to others shows here."""

from typing import Any

import pytest

from agreements.benefits.models import Package, PackageConsent
from agreements.benefits.states import ConsentState, PackageState
from governance.workflow.steps import steps_of

TABLES: dict[type[Any], dict[str, tuple[str, str, bool, str]]] = {
    Package: {
        "lay": (
            "draft",
            "laid",
            False,
            "negotiation_is_going_on every_issue_has_an_option states_choices_are_kept shares_make_the_whole "
            "no_other_package_is_agreed",
        ),
        "become_agreed": (
            "laid",
            "agreed",
            True,
            "parties_still_agree every_party_has_consented consents_are_within_mandates every_issue_has_an_option "
            "states_choices_are_kept shares_make_the_whole no_other_package_is_agreed",
        ),
        "become_outdated": ("agreed laid", "outdated", True, ""),
        "withdraw": ("draft laid outdated", "withdrawn", False, "reason_is_given"),
    },
    PackageConsent: {
        "accept": (
            "accepted asked declined",
            "accepted",
            False,
            "package_is_laid parties_still_agree mandate_is_live options_are_within_the_mandate "
            "share_is_within_the_frame",
        ),
        "decline": ("accepted asked", "declined", False, "package_is_laid refusal_says_why"),
        "become_outdated": ("accepted asked declined", "outdated", True, ""),
        "note": ("outdated", "noted", False, ""),
    },
}
STATES: dict[type[Any], type[Any]] = {Package: PackageState, PackageConsent: ConsentState}


@pytest.mark.parametrize("model", TABLES)
def test_machine_is_this_table(model: type[Any]) -> None:
    found = {
        name: (
            " ".join(sorted(step.sources)),
            step.target,
            step.by_system,
            " ".join(each.name for each in step.guards),
        )
        for name, step in steps_of(model).items()
    }

    assert found == TABLES[model]


@pytest.mark.parametrize("model", TABLES)
def test_every_state_says_whose_turn_it_is(model: type[Any]) -> None:
    assert set(model.situations) == set(STATES[model].values)
