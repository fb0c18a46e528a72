"""Each installation's settings do what they promise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("SAMVERK_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**ours, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    secret = tmp_path / "secret"
    secret.write_text("a long enough secret with many different signs 0123456789 åäö!?", encoding="utf-8")
    return {
        "DJANGO_SETTINGS_MODULE": "governance.config.settings.production",
        "SAMVERK_DATA_DIR": str(tmp_path),
        "SAMVERK_SECRET_FILE": str(secret),
        "SAMVERK_HOSTS": "samverk.example",
        "SAMVERK_DATABASE_URL": "postgresql://samverk@127.0.0.1/samverk",
        "SAMVERK_BROKER_URL": "redis://127.0.0.1/0",
    }


def test_production_passes_the_deployment_checks(production: dict[str, str]) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **production)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "missing", ["SAMVERK_SECRET_FILE", "SAMVERK_HOSTS", "SAMVERK_DATABASE_URL", "SAMVERK_BROKER_URL"]
)
def test_production_refuses_to_start_on_less(production: dict[str, str], missing: str) -> None:
    del production[missing]

    done = manage("check", **production)

    assert done.returncode != 0
    assert missing in done.stderr


def test_production_has_no_demonstration(production: dict[str, str]) -> None:
    done = manage(
        "shell", "-v", "0", "-c", "from django.conf import settings; print(settings.DEMO, settings.DEBUG)", **production
    )

    assert done.stdout.split() == ["False", "False"], done.stderr


def test_development_keeps_its_secret_to_itself(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(len(settings.SECRET_KEY) > 40)"

    done = manage("shell", "-v", "0", "-c", code, SAMVERK_DATA_DIR=str(tmp_path))

    assert done.stdout.strip() == "True", done.stderr
    assert (tmp_path / "keys" / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="settings of SQLite")
def test_sqlite_waits_for_its_turn_and_logs_ahead() -> None:
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("busy_timeout", "synchronous", "foreign_keys")
        }

    assert found == {"busy_timeout": 20_000, "synchronous": 1, "foreign_keys": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
