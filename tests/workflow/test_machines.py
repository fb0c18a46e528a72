import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from governance.workflow.machines import all_machines, machine_models, rules_as_markdown
from governance.workflow.steps import steps_of

RULES = Path(__file__).parents[2] / "docs" / "rules.md"


def test_state_machines_prints_every_machine_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("state_machines")

    printed = json.loads(capsys.readouterr().out)
    assert [each["model"] for each in printed] == [model._meta.label_lower for model in machine_models()]
    assert {"budgets.budget", "decisions.matter", "decisions.ruling", "documents.document"} <= {
        each["model"] for each in printed
    }


@pytest.mark.parametrize("machine", all_machines(), ids=lambda machine: machine["model"])
def test_machine_can_be_entered_left_and_explained(machine: dict[str, Any]) -> None:
    states = {each["state"] for each in machine["states"]}
    reached = {machine["initial"]} | {step["target"] for step in machine["steps"]}

    assert reached == states
    assert all(each["label"] and each["turn"] and each["asked"] for each in machine["states"])
    for step in machine["steps"]:
        assert step["label"]
        assert step["who"]
        assert set(step["sources"]) <= states
        assert "*" not in step["sources"]
        assert "+" not in step["sources"]
        assert all(guard["cites"] and guard["requirement"] and guard["about"] for guard in step["guards"])


def test_every_model_with_states_is_versioned_and_has_its_chain() -> None:
    for model in machine_models():
        assert hasattr(model, "chain")
        assert model._meta.get_field("version")
        assert steps_of(model)


def test_page_of_rules_in_the_documentation_is_the_rules_in_force() -> None:
    assert RULES.read_text(encoding="utf-8") == rules_as_markdown(), "manage.py state_machines --rules > docs/rules.md"
