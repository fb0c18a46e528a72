"""What someone may do to a sealed file; each gives the bytes of the altered one."""

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader


def flipped_byte(pdf: bytes) -> bytes:
    """One bit of a page's content, inside what was signed."""
    at = pdf.index(b"stream", len(pdf) // 3) + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def appended(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """A later revision, written the way honest ones are."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def page_of(writer: Any) -> Any:
    """The reference of the first page."""
    reference, _resources = writer.find_page_for_modification(0)
    return reference


def appended_overlay(pdf: bytes) -> bytes:
    """Something painted over a page in a later revision."""

    def change(writer: Any) -> None:
        overlay = generic.StreamObject(stream_data=b"1 0 0 rg 100 100 300 300 re f")
        writer.add_stream_to_page(0, writer.add_object(overlay))

    return appended(pdf, change)


def replaced_attachment(pdf: bytes) -> bytes:
    """Other data in the place of the attached ones, in a later revision."""

    def change(writer: Any) -> None:
        associated = writer.root["/AF"].raw_get(0).get_object()
        file = associated["/EF"]
        forged = generic.StreamObject(stream_data=b'{"head": {}}')
        file[pdf_name("/F")] = writer.add_object(forged)
        writer.mark_update(writer.root["/AF"].raw_get(0))

    return appended(pdf, change)


def shadowed_page(pdf: bytes) -> bytes:
    """The object of a page's content defined anew in a later revision."""

    def change(writer: Any) -> None:
        page = page_of(writer).get_object()
        contents = page.raw_get("/Contents")
        forged = generic.StreamObject(stream_data=b"0 0 0 rg 0 0 600 900 re f")
        if isinstance(contents, generic.IndirectObject) and not isinstance(contents.get_object(), generic.ArrayObject):
            writer.objects[(contents.generation, contents.idnum)] = forged
            writer.mark_update(contents)
        else:
            first = contents.get_object().raw_get(0)
            writer.objects[(first.generation, first.idnum)] = forged

    return appended(pdf, change)


def rewritten_attachment(pdf: bytes) -> bytes:
    """The whole file written anew, with other data attached."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments["underlag.json"] = b'{"head": {}}'
        opened.save(out)
    return out.getvalue()


def shadowed_by_xref(pdf: bytes) -> bytes:
    """A later table of objects alone, which points a page's content at another object that was there before."""
    reader = PdfFileReader(io.BytesIO(pdf))
    content = reader.root["/Pages"]["/Kids"][0].raw_get("/Contents")
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    planted = pdf.index(b" obj", len(pdf) // 4)
    start = pdf.rindex(b"\n", 0, planted) + 1
    entry = f"{start:010d} 00000 n \n".encode()
    size = int(reader.trailer["/Size"])
    root = reader.trailer.raw_get("/Root")
    table = b"xref\n%d 1\n" % content.idnum + entry
    table += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root.idnum, previous)
    return pdf + b"\n" + table + b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + 1)


def replaced_appearance(pdf: bytes) -> bytes:
    """Another picture where the seal is seen, in a later revision."""

    def change(writer: Any) -> None:
        reference = writer.root["/AcroForm"]["/Fields"].raw_get(0)
        field = reference.get_object()
        forged = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 200 70 re f")
        forged[pdf_name("/Type")], forged[pdf_name("/Subtype")] = pdf_name("/XObject"), pdf_name("/Form")
        forged[pdf_name("/BBox")] = generic.ArrayObject([generic.NumberObject(each) for each in (0, 0, 470, 70)])
        field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(forged)})
        writer.mark_update(reference)

    return appended(pdf, change)


def without_byte_range(pdf: bytes) -> bytes:
    """What the signature covers is no longer said."""
    return pdf.replace(b"/ByteRange", b"/ByteRangX")


def emptied_signature(pdf: bytes) -> bytes:
    """The signature's own bytes replaced by nothing."""
    contents = re.search(rb"/Contents <([0-9a-fA-F]+)>", pdf)
    assert contents is not None
    return pdf[: contents.start(1)] + b"0" * len(contents[1]) + pdf[contents.end(1) :]


def trailing_bytes(pdf: bytes) -> bytes:
    """Something after the end."""
    return pdf + b"\n% a remark\n"


def cut_short(pdf: bytes) -> bytes:
    """A download that broke off inside the seal."""
    return pdf[:-3000]


def another_amount(pdf: bytes) -> bytes:
    """A page with other content, in a file written anew."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        content = page.Contents.read_bytes()
        page.Contents = opened.make_stream(content + b"\n% 1\n")
        opened.save(out)
    return out.getvalue()


ATTACKS: dict[str, Callable[[bytes], bytes]] = {
    "flipped byte": flipped_byte,
    "appended overlay": appended_overlay,
    "replaced attachment": replaced_attachment,
    "rewritten with another attachment": rewritten_attachment,
    "shadowed page": shadowed_page,
    "shadowed by cross references": shadowed_by_xref,
    "replaced appearance": replaced_appearance,
    "without byte range": without_byte_range,
    "emptied signature": emptied_signature,
    "trailing bytes": trailing_bytes,
    "cut short": cut_short,
    "another amount": another_amount,
}
