"""A class that a template names and no stylesheet knows is a slip of the pen."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLES = Path(settings.BASE_DIR) / "governance" / "ui" / "static" / "ui"
VENDOR = Path(settings.NODE_DIR) / "@digdir" / "designsystemet-css" / "dist" / "src" / "index.css"


def test_every_class_of_a_page_has_a_style() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in [*STYLES.glob("*.css"), VENDOR])
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", css))

    unknown = set()
    for page in TEMPLATES.rglob("*.html"):
        if "pdf" in page.parts or "email" in page.parts:
            continue
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", page.read_text(encoding="utf-8"))
        names = {name for value in re.findall(r'class="([^"]*)"', plain) for name in value.split()}
        unknown |= {f"{page.relative_to(TEMPLATES)}: {name}" for name in names - known if not name.endswith("-")}

    assert unknown == set()


def test_stylesheets_reach_for_nothing_outside() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in STYLES.glob("*.css"))

    assert re.findall(r"url\(|@import", css) == []
