"""Imports run one way, and every app has its floor."""

import tomllib

from django.apps import apps
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from .sources import PACKAGES, ROOT

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
[FLOORS] = CONFIG["tool"]["importlinter"]["contracts"]


def test_imports_run_from_higher_floors_to_lower_alone() -> None:
    outcome = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert outcome == EXIT_STATUS_SUCCESS


def test_every_app_has_a_floor() -> None:
    ours = {app.name for app in apps.get_app_configs() if app.name.partition(".")[0] in PACKAGES}
    floors = {name.strip("()") for name in FLOORS["layers"]}

    assert ours
    assert ours - floors == set()


def test_every_package_of_the_product_is_under_the_contract() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}

    assert packages == set(CONFIG["tool"]["importlinter"]["root_packages"])
