"""Set-up recognises what is done, and says what is missing."""

from pathlib import Path

import pytest

from governance.config import install


def test_key_of_changes_with_its_input(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("one")
    before = install.key_of(lock)
    lock.write_text("two")

    assert install.key_of(lock) != before


def test_is_done_takes_only_the_same_inputs(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"

    assert not install.is_done(stamp, "key")
    stamp.write_text("key", encoding="ascii")
    assert install.is_done(stamp, "key")
    assert not install.is_done(stamp, "another")


def test_missing_part_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(install, "has_library", lambda name: name != "libpango-1.0.so.0")
    monkeypatch.setattr(install, "as_root", lambda: None)

    install.set_up_system(with_tests=False)

    told = capsys.readouterr().err
    assert "Saknas: libpango-1.0.so.0" in told
    assert "apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0\n" in told


def test_missing_part_stops_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(install, "has_library", lambda name: False)
    monkeypatch.setattr(install, "as_root", lambda: None)

    with pytest.raises(install.Stop, match="I CI får inget saknas"):
        install.set_up_system(with_tests=False)


def test_machine_with_every_part_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "has_library", lambda name: True)
    monkeypatch.setattr(install, "apt_install", lambda packages: pytest.fail("nothing was missing"))

    install.set_up_system(with_tests=False)
