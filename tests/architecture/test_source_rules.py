"""Rules of the house that a reader of one file cannot see broken."""

import ast
import re

from .sources import ROOT, dotted, modules, page_templates, place, tree

NETWORK = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "socket", "smtplib", "ftplib"}
MAY_USE_NETWORK = {
    "governance/config/serve.py",  # asks its own web server on this machine whether it is up
    "governance/lib/outbound.py",  # the one door: time-stamps and lists of revoked certificates
}
MOST_LINES = 450


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def is_transition(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "transition"


def test_nothing_is_fetched_at_run_time() -> None:
    found = [
        place(path, node)
        for path in modules()
        if str(path.relative_to(ROOT)) not in MAY_USE_NETWORK
        for node in ast.walk(tree(path))
        if any(name == banned or name.startswith(f"{banned}.") for name in imported(node) for banned in NETWORK)
    ]

    assert found == []


def test_state_is_set_by_transitions_alone() -> None:
    """A job is no decision: its state is moved by compare-and-set in `governance/jobs`."""
    found = []
    for path in modules():
        if "jobs" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            assigned = any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)
            updated = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"update", "bulk_update"}
                and any(keyword.arg == "state" for keyword in node.keywords)
            )
            if assigned or updated:
                found.append(place(path, node))

    assert found == []


def test_transitions_list_their_sources() -> None:
    found, seen = [], 0
    for path in modules():
        for function in ast.walk(tree(path)):
            for decorator in getattr(function, "decorator_list", []):
                if not is_transition(decorator):
                    continue
                seen += 1
                sources = [keyword.value for keyword in decorator.keywords if keyword.arg == "source"]
                open_ended = any(isinstance(source, ast.Constant) and source.value in {"*", "+"} for source in sources)
                if not sources or open_ended:
                    found.append(place(path, decorator))

    assert found == []
    assert seen, "no transition was read: the test no longer recognises them"


def test_rows_are_never_read_without_their_state() -> None:
    """A protected field that is left out costs a query a row; `defer` of something heavy is what one may do."""
    found = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            named = {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
            has_state = any(str(name).rpartition("__")[2] == "state" for name in named)
            if (node.func.attr == "only" and not has_state) or (node.func.attr == "defer" and has_state):
                found.append(place(path, node))

    assert found == []


def test_modules_stay_short() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}

    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_pages_have_no_inline_script_or_style() -> None:
    """The content security policy would refuse them; here the reason stands beside the line."""
    banned = re.compile(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\bhx-on\b|<script(?![^>]*\bsrc=)", re.IGNORECASE
    )
    pages = list(page_templates())
    found = [
        f"{place(path)}:{number}"
        for path in pages
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if banned.search(line)
    ]

    assert found == []
    assert pages, "no template was read: the test no longer finds them"


def test_pages_take_nothing_from_elsewhere() -> None:
    found = [
        place(path)
        for path in page_templates()
        if re.search(
            r"""(?:src|srcset|action|<link[^>]*href)\s*=\s*["'](?:https?:)?//""", path.read_text(encoding="utf-8")
        )
    ]

    assert found == []


def test_text_from_people_is_always_escaped() -> None:
    """In Python it is ruff that asks for a reason beside every `mark_safe` (S308)."""
    found = [
        place(path)
        for path in page_templates()
        if re.search(r"\|\s*safe\b|\{%\s*autoescape\s+off", path.read_text(encoding="utf-8"))
    ]

    assert found == []
