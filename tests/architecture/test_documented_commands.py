"""Every command line that the texts give can be typed as it stands: the command exists, and so do its options."""

import re

import pytest
from django.core.management import get_commands, load_command_class

from governance.config.install import ROOT

PAGES = (
    ROOT / "README.md",
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("*/README.md"),
    *ROOT.glob("governance/*/README.md"),
)
LINE = re.compile(r"manage\.py ([a-z_]+)([^`\n]*)")
TYPED = sorted(
    {found.group(1, 2) for page in PAGES for found in LINE.finditer(page.read_text(encoding="utf-8"))},
)


def test_the_texts_name_commands() -> None:
    assert len(TYPED) > 10


@pytest.mark.parametrize(("name", "rest"), TYPED)
def test_a_command_that_the_texts_name_takes_the_options_they_give(name: str, rest: str) -> None:
    owner = get_commands()[name]
    command = load_command_class(owner, name) if isinstance(owner, str) else owner

    known = command.create_parser("manage.py", name)._option_string_actions

    assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= set(known)
