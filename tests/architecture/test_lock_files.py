"""Lock files pin every package by its hash and leave it to the machine where packages come from."""

import ast
import json
import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

from .sources import ROOT, modules, tree

LOCKS = ["requirements.lock", "requirements-tests.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(lock: str) -> dict[str, str]:
    """Read each package of a lock file with all that stands under it."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    return {block.partition("==")[0]: block for block in blocks if "==" in block}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_roots(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and node.level == 0 else []


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~; ]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json"])
def test_lock_file_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links|--trusted-host", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_python_package_is_pinned_by_hash(lock: str) -> None:
    packages = pinned(lock)

    assert packages
    assert [name for name, block in packages.items() if "--hash=sha256:" not in block] == []


def test_every_front_end_package_is_pinned_by_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert [name for name, entry in packages.items() if name and not entry.get("integrity")] == []


def test_locks_hold_what_the_project_asks_for() -> None:
    product, tests = pinned("requirements.lock"), pinned("requirements-tests.lock")

    assert names(PROJECT["project"]["dependencies"]) - set(product) == set()
    assert names(PROJECT["dependency-groups"]["tests"]) - set(tests) == set()


def test_what_the_product_imports_is_asked_for_by_name() -> None:
    """A package that only another package brings may leave with that one."""
    asked = {canonical(name) for name in names(PROJECT["project"]["dependencies"])}
    brought_by = packages_distributions()
    roots = {
        name.partition(".")[0] for path in modules() for node in ast.walk(tree(path)) for name in imported_roots(node)
    }

    assert [
        root for root in sorted(roots) if root in brought_by and not asked & set(map(canonical, brought_by[root]))
    ] == []


def test_tests_run_on_the_versions_of_the_product() -> None:
    product, tests = pinned("requirements.lock"), pinned("requirements-tests.lock")

    def version(block: str) -> str:
        return block.split(maxsplit=1)[0]

    assert {name: version(block) for name, block in product.items()} == {name: version(tests[name]) for name in product}


def test_front_end_lock_matches_its_request() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert locked[""]["dependencies"] == asked
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked


@pytest.mark.xdist_group("together")
def test_versions_that_are_pinned_keep_a_group_of_tests_in_one_process(request: pytest.FixtureRequest) -> None:
    """What a group shares is made once; where the versions do not fit each other, groups fall apart without a word."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("bara när testerna fördelas på flera processer")
    assert request.node.nodeid.endswith("@together")


def test_no_file_stands_in_the_name_of_a_test(request: pytest.FixtureRequest) -> None:
    """A workbook holds the second when it was made; with it in a name, processes do not find the same tests."""
    assert not [item.name[:80] for item in request.session.items if "PK\\x03\\x04\\x14" in item.name]
