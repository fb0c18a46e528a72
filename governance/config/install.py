"""Make a checkout ready to run: `.venv`, the front-end files and Debian's packages.

Started by `make` with the system's own Python, before anything of ours is installed, so it needs the standard library
alone and is run by its path. What is already done is recognised by the hash of its inputs and costs nothing.
Packages come from wherever pip, npm and apt are configured to look; no host is named here.
"""

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
OLDEST_PYTHON = (3, 11)


class Part(NamedTuple):
    """Something outside Python that Samverk uses, the Debian package that has it, and what fails without it."""

    name: str
    package: str
    used_for: str


LIBRARIES = (
    Part("libpango-1.0.so.0", "libpango-1.0-0", "dokument (PDF)"),
    Part("libpangoft2-1.0.so.0", "libpangoft2-1.0-0", "dokument (PDF)"),
    Part("libharfbuzz.so.0", "libharfbuzz0b", "dokument (PDF)"),
    Part("libharfbuzz-subset.so.0", "libharfbuzz-subset0", "små typsnitt i dokument (PDF)"),
    Part("libfontconfig.so.1", "libfontconfig1", "dokument (PDF)"),
)
LIBRARIES_FOR_TESTS = (Part("libatomic.so.1", "libatomic1", "prov i en riktig webbläsare"),)
PROGRAMS_FOR_TESTS = (
    Part("chromium-headless-shell", "chromium-headless-shell", "prov i en riktig webbläsare"),
    Part("pdfsig", "poppler-utils", "prov av förseglade dokument"),
    Part("pdftoppm", "poppler-utils", "prov av förseglade dokument"),
)


class Stop(Exception):
    """Nothing more can be done; the sentence says what the reader can do."""


def has_library(name: str) -> bool:
    """Tell whether the loader finds a shared library, which is what WeasyPrint asks as well."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_parts(*, with_tests: bool) -> list[Part]:
    """List what the machine lacks."""
    libraries = LIBRARIES + (LIBRARIES_FOR_TESTS if with_tests else ())
    programs = PROGRAMS_FOR_TESTS if with_tests else ()
    missing = [part for part in libraries if not has_library(part.name)]
    return missing + [part for part in programs if not shutil.which(part.name)]


def key_of(*paths: Path) -> str:
    """Hash the inputs of a step, so that a change in any of them is seen."""
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_done(stamp: Path, key: str) -> bool:
    """Tell whether a step was carried through with these very inputs."""
    try:
        return stamp.read_text(encoding="ascii") == key
    except OSError:
        return False


@contextmanager
def announced(what: str) -> Iterator[None]:
    """Say what is being done and how long it took."""
    begun = time.monotonic()
    print(f"{what} ...", flush=True)
    yield
    print(f"{what}: klart på {time.monotonic() - begun:.0f} s", flush=True)


def run(
    command: Sequence[str | Path], *, env: dict[str, str] | None = None, quiet: bool = False, tell: bool = True
) -> bool:
    """Run a command without standard input; a quiet one shows its output only when it fails, and we wish to tell."""
    output = subprocess.PIPE if quiet else None
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode and quiet and tell:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


def as_root() -> list[str] | None:
    """Name the prefix that makes a command run as root without a question, or None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run(["sudo", "-n", "true"], quiet=True, tell=False):
        return ["sudo", "-n"]
    return None


def apt_command(packages: Sequence[str]) -> list[str]:
    """Spell out how the packages are installed, to be run here or shown to the reader."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages where the machine has apt and we may; refresh the lists only when that is needed."""
    prefix = as_root()
    if prefix is None or not shutil.which("apt-get"):
        return False
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    with announced("Hämtar från Debian: " + " ".join(packages)):
        install = [*quiet, *apt_command(packages)]
        if run(install, quiet=True, tell=False):
            return True
        return run([*quiet, "apt-get", "update", "-q"], quiet=True) and run(install, quiet=True)


def set_up_system(*, with_tests: bool) -> None:
    """See to it that the machine has the parts that pip and npm cannot bring."""
    missing = missing_parts(with_tests=with_tests)
    if not missing:
        return
    packages = sorted({part.package for part in missing})
    if apt_install(packages):
        missing = missing_parts(with_tests=with_tests)
    if not missing:
        return
    packages = sorted({part.package for part in missing})
    for part in missing:
        print(f"Saknas: {part.name} (behövs för {part.used_for})", file=sys.stderr)
    command = "apt-get update && " + " ".join(apt_command(packages))
    print(f"Kör detta som root och försök sedan igen:\n\n    {command}\n", file=sys.stderr)
    if os.environ.get("CI") == "true":
        raise Stop("I CI får inget saknas.")
    print("Fortsätter utan: resten av Samverk går att köra.", file=sys.stderr)


def set_up_venv() -> None:
    """Make the virtual environment, unless a working one is there."""
    if PYTHON.exists() and run([PYTHON, "-c", "import pip"], quiet=True):
        return
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    with announced("Skapar .venv"):
        if run(command, quiet=True):
            return
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not (apt_install([package]) and run(command, quiet=True)):
            raise Stop(f"Pythons venv saknas. Kör detta som root och försök igen:\n\n    apt-get install {package}\n")


def set_up_python(*, with_tests: bool) -> None:
    """Install exactly what the lock file names, each file checked against its hash.

    The second lock file holds the first as well, so whoever has the tests has the product.
    """
    locks = [ROOT / "requirements.lock", ROOT / "requirements-tests.lock"][: 2 if with_tests else 1]
    stamps = {VENV / f"samverk-{lock.stem}": key_of(*locks[: n + 1]) for n, lock in enumerate(locks)}
    if PYTHON.exists() and all(is_done(stamp, key) for stamp, key in stamps.items()):
        return
    set_up_venv()
    with announced(f"Installerar Pythonpaket enligt {locks[-1].name}"):
        pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
        options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-warn-script-location"]
        if not run([*pip, *options, "-r", locks[-1]], quiet=True):
            raise Stop(f"Pythonpaketen i {locks[-1].name} kunde inte installeras; skälet står ovan.")
    for stamp, key in stamps.items():
        stamp.write_text(key, encoding="ascii")


def set_up_front_end() -> None:
    """Install the front-end files that the site serves; no script of a package is run."""
    stamp, key = NODE_MODULES / ".samverk", key_of(ROOT / "package.json", ROOT / "package-lock.json")
    if is_done(stamp, key):
        return
    with announced("Installerar gränssnittets filer enligt package-lock.json"):
        npm = [str(VENV / "bin" / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        if not run(npm, env={"PATH": path}, quiet=True):
            raise Stop("Gränssnittets filer kunde inte installeras; skälet står ovan.")
    stamp.write_text(key, encoding="ascii")


def main() -> int:
    """Set up what is asked for: the product alone, or the tests and checks as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["product", "tests"])
    with_tests = parser.parse_args().what == "tests"
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise Stop(f"Samverk behöver Python 3.11 eller nyare; här är Python {sys.version.split()[0]}.")
        set_up_system(with_tests=with_tests)
        set_up_python(with_tests=with_tests)
        set_up_front_end()
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
