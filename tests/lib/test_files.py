import errno

import pytest

from governance.lib.files import WHY, why_not


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EEXIST, "File exists"), "där finns redan en fil med det namnet"),
        (OSError(errno.ENOENT, "No such file or directory"), "den finns inte"),
        (OSError(errno.EACCES, "Permission denied"), "behörighet saknas"),
        (OSError(errno.ENOSPC, "No space left on device"), "disken är full"),
        (OSError(errno.EISDIR, "Is a directory"), "det är en mapp och inte en fil"),
        (OSError(errno.EBADF, "Bad file descriptor"), f"fel {errno.EBADF} från operativsystemet"),
        (OSError("something else"), "okänt fel"),
    ],
)
def test_the_systems_reason_is_told_in_swedish(error: OSError, said: str) -> None:
    assert why_not(error) == said


def test_no_reason_ends_its_own_sentence() -> None:
    assert not any(each.endswith(".") for each in WHY.values())
