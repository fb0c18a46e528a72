"""Why a file, folder or port could not be used, in Swedish; the operating system says it in English."""

import errno

WHY = {
    errno.EEXIST: "där finns redan en fil med det namnet",
    errno.ENOTDIR: "en del av sökvägen är en fil och inte en mapp",
    errno.ENOENT: "den finns inte",
    errno.EACCES: "behörighet saknas",
    errno.EPERM: "behörighet saknas",
    errno.EROFS: "där går det bara att läsa",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet är slut",
    errno.EISDIR: "det är en mapp och inte en fil",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EADDRINUSE: "den används redan",
}


def why_not(error: OSError) -> str:
    """The reason as the end of a sentence, without its full stop; an unusual one goes by its number."""
    return WHY.get(error.errno or 0, f"fel {error.errno} från operativsystemet" if error.errno else "okänt fel")
