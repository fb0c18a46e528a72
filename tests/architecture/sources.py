"""The product's own source, read as text and as syntax trees by the tests beside this file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("governance", "agreements", "workpackages", "budgets", "obstacles")


def modules() -> Iterator[Path]:
    """List every module of the product, migrations left out: a released one is never edited."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def page_templates() -> Iterator[Path]:
    """List every template that becomes a web page; documents and mail have rules of their own."""
    folders = [ROOT / "templates", *(path for package in PACKAGES for path in (ROOT / package).rglob("templates"))]
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            if not {"pdf", "email"} & set(path.relative_to(folder).parts):
                yield path


@cache
def tree(path: Path) -> ast.Module:
    """Parse a module once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Name a file, and a line in it, for the reader of a failing test."""
    line = f":{getattr(node, 'lineno', 0)}" if node is not None else ""
    return f"{path.relative_to(ROOT)}{line}"


def dotted(node: ast.expr) -> str:
    """Write an attribute chain such as `a.b.c` as text; the empty text for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""
