"""What every test may ask for: a browser, a worker, and the parts that a machine may lack."""

import gc
import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import pytest_django
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from governance.audit import triggers
from governance.config.install import has_library
from governance.documents import wall

from .databases import Kept, filled_tables, kept_in
from .processes import celery_worker

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver keeps an event loop in our thread

settings.register_profile("samverk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("samverk")  # no test fails by a clock: a machine may be busy with other tests

QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--no-first-run",
    "--no-default-browser-check",
    "--metrics-recording-only",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,"
    "NetworkTimeServiceQuerying,CertificateTransparencyComponentUpdater",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def begins(item: pytest.Item) -> tuple[float, bool]:
    """When a test should begin: those with the longest time-out first, then those that one process must do in a row."""
    limit = item.get_closest_marker("timeout")
    return -float(limit.args[0] if limit else 0), item.get_closest_marker("xdist_group") is None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process is left with it when the others are done."""
    items.sort(key=begins)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a file by its argument: a workbook holds its second, and every process must find the same tests."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """Let the collector look past what stays to the end, and at the rest more seldom: a tenth of many tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def empty_tables() -> None:
    """Take away every row that a test has committed, and nothing else.

    Django's flush truncates every table, full or not, and fills in types and permissions again: seconds a test.
    """
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for table in filled_tables():
            cursor.execute(f"DELETE FROM {table}")


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_wall() -> Iterator[None]:
    """Let the flush between tests empty the trail; outside the tests nothing does."""
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def flush_without_triggers(_case: TransactionTestCase) -> None:
        for each in (triggers, wall):
            each.remove()
        empty_tables()
        for each in (triggers, wall):
            each.install()

    TransactionTestCase._fixture_teardown = flush_without_triggers  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def kept_database(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Iterator[Kept | None]:
    """Where a migrated database is kept between processes and runs."""
    cache = getattr(request.config, "cache", None)
    with kept_in(cache.mkdir("database") if cache is not None else None) as kept:
        yield kept


@pytest.fixture(scope="session")
def django_db_keepdb(kept_database: Kept | None, django_db_blocker: pytest_django.DjangoDbBlocker) -> bool:
    """Test on a copy of the database that is kept, where there is one; SQLite's lies there already."""
    with django_db_blocker.unblock():
        is_copied = kept_database is not None and kept_database.lay_out()
    return is_copied and connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, kept_database: Kept | None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Keep the database that was made, for the processes beside and the next run."""
    if kept_database is not None:
        with django_db_blocker.unblock():
            kept_database.keep()


def need(part: str, present: bool, package: str) -> None:
    """Skip a test whose part is missing, and say so; in CI it fails, for there nothing may be missing."""
    if present:
        return
    reason = f"saknar {part}: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of Debian's browser and see to it that its driver can run."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    need("Chromium", path is not None, "chromium-headless-shell")
    need("libatomic", has_library("libatomic.so.1"), "libatomic1")
    return path or ""


@pytest.fixture(scope="session")
def pdfsig() -> str:
    """Give the path of poppler's signature checker, which is independent of ours."""
    path = shutil.which("pdfsig")
    need("pdfsig", path is not None, "poppler-utils")
    return path or ""


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Give the path of poppler's renderer, for looking at pages."""
    path = shutil.which("pdftoppm")
    need("pdftoppm", path is not None, "poppler-utils")
    return path or ""


@pytest.fixture(scope="session")
def weasyprint_libraries() -> None:
    """See to it that documents can be rendered on this machine."""
    names = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libfontconfig.so.1")
    need("Pango", all(has_library(name) for name in names), "libpango-1.0-0 libpangoft2-1.0-0")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    """Start Debian's Chromium so that it reaches nothing but this machine."""
    return {**browser_type_launch_args, "executable_path": chromium, "args": QUIET_CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as a reader in Sweden."""
    return {
        **browser_context_args,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def worker(transactional_db: None) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a real Celery worker on this test's database and broker."""
    with celery_worker() as process:
        yield process
