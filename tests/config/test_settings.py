"""Each installation's settings do what they promise."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection

from governance.accounts.checks import proxies_are_addresses, proxies_are_named

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


def make_seal(certificate: Path, key: Path) -> None:
    """Make a key and a certificate that vouches for itself, as an authority would hand them over."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Samverk i prov")])
    now = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .sign(private, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    key.write_bytes(private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    secret = tmp_path / "secret"
    secret.write_text("a long enough secret with many different signs 0123456789 åäö!?", encoding="utf-8")
    make_seal(tmp_path / "seal.pem", tmp_path / "seal.key")
    return {
        "DJANGO_SETTINGS_MODULE": "governance.config.settings.production",
        "SAMVERK_DATA_DIR": str(tmp_path),
        "SAMVERK_SECRET_FILE": str(secret),
        "SAMVERK_HOSTS": "samverk.example",
        "SAMVERK_DATABASE_URL": "postgresql://samverk@127.0.0.1/samverk",
        "SAMVERK_BROKER_URL": "redis://127.0.0.1/0",
        "SAMVERK_SEAL_CERT": str(tmp_path / "seal.pem"),
        "SAMVERK_SEAL_KEY": str(tmp_path / "seal.key"),
        "SAMVERK_PUBLIC_URL": "https://samverk.example",
        "SAMVERK_TRUSTED_PROXIES": "10.0.0.5,10.1.0.0/24",
    }


def test_production_passes_the_deployment_checks(production: dict[str, str]) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **production)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("named", "said"), [("", "accounts.W002"), ("proxyn", "accounts.E001")])
def test_deployment_checks_ask_for_the_proxies(settings: Any, named: str, said: str) -> None:
    settings.DEMO, settings.TRUSTED_PROXIES = False, [named] if named else []

    found = [*proxies_are_addresses(), *proxies_are_named()]

    assert [each.id for each in found] == [said]


def test_production_refuses_to_start_on_less(production: dict[str, str]) -> None:
    """Asked of the module itself, which is quicker than a process of Django for every name."""
    module = production.pop("DJANGO_SETTINGS_MODULE")
    required = set(production) - {"SAMVERK_DATA_DIR", "SAMVERK_TRUSTED_PROXIES"}
    started = {name: start_without(name, module, production) for name in required}

    assert {name: name in refusal for name, refusal in started.items()} == dict.fromkeys(required, True)


def start_without(name: str, module: str, environment: dict[str, str]) -> str:
    """Give what is said when the settings are read without one name."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.modules['governance.config.celery'] = sys; sys.app = None; import {module}",
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **{key: value for key, value in environment.items() if key != name}},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


@pytest.mark.once
def test_production_gathers_its_static_files(production: dict[str, str], tmp_path: Path) -> None:
    """Every file that a style sheet names must be there, or the gathering stops."""
    done = manage("collectstatic", "--noinput", "-v", "0", **production)

    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()


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


def test_what_breaks_a_page_is_told_with_its_traceback_on_standard_error(tmp_path: Path) -> None:
    """The page says that the error is noted; `serve` keeps the standard error of the web server as log/web.log."""
    code = (
        "from django.test import Client\n"
        "visitor = Client(raise_request_exception=False, headers={'host': 'localhost'})\n"
        "print(visitor.get('/').status_code, visitor.get('/finns-inte/').status_code)"
    )

    done = manage("shell", "-v", "0", "-c", code, SAMVERK_DATA_DIR=str(tmp_path))  # a database without tables

    assert done.stdout.split() == ["500", "404"], done.stderr
    assert done.stderr.count("Traceback (most recent call last)") == 2, "the database's and Django's, told once"
    assert "ERROR django.request: Internal Server Error: /" in done.stderr
    assert "OperationalError: no such table" in done.stderr
    assert "finns-inte" not in done.stderr


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
