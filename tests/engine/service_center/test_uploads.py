import io
import zipfile

import pytest
from service_center_engine import uploads

LIMITS = uploads.Limits(files=2, megabytes=1, total_megabytes=2)
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 20


def office(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JPEG, uploads.JPEG),
        (b"\x89PNG\r\n\x1a\n....", uploads.PNG),
        (b"%PDF-1.7", uploads.PDF),
        (b"RIFF\0\0\0\0WEBPVP8 ", uploads.WEBP),
        (b"RIFF\0\0\0\0WAVEfmt ", uploads.WAV),
        (b"RIFF\0\0\0\0AVI LIST", None),
        (b"\0\0\0\x18ftypheic", uploads.HEIC),
        (b"\0\0\0\x18ftypisom", uploads.MP4),
        (b"\0\0\0\x18ftypqt  ", uploads.QUICKTIME),
        (office("[Content_Types].xml", "word/document.xml"), uploads.DOCX),
        (office("[Content_Types].xml", "xl/workbook.xml"), uploads.XLSX),
        (office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), None),
        (office("setup.exe"), None),
        (b"PK\x03\x04 broken", None),
        (b"MZ\x90\0", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
        (b"<!DOCTYPE html><script>alert(1)</script>", None),
        (b"#!/bin/sh", None),
        (b"", None),
    ],
)
def test_kind_is_read_from_the_content(data, kind):
    assert uploads.sniff(data) == kind


def codes(*files, kinds=uploads.KINDS):
    return [(refusal.code, refusal.name) for refusal in uploads.check(list(files), LIMITS, kinds)[1]]


def test_good_files():
    found, refusals = uploads.check([("Heel.JPG", JPEG), ("b.pdf", b"%PDF-1.4")], LIMITS)
    assert (found, refusals) == ([uploads.JPEG, uploads.PDF], [])
    assert uploads.check([], LIMITS) == ([], [])


def test_the_name_has_to_agree():
    assert codes(("page.html", JPEG)) == [("name", "page.html")]
    assert codes(("heel.jpg.exe", JPEG)) == [("name", "heel.jpg.exe")]
    assert codes(("heel", JPEG)) == [("name", "heel")]
    assert codes(("heel.jpg", b"<html>")) == [("kind", "heel.jpg")]
    assert codes(("a.pdf", b"%PDF-1"), kinds=uploads.CLEANABLE) == [("kind", "a.pdf")]


def test_sizes_at_the_limit():
    full = JPEG + b"0" * (uploads.MEGABYTE - len(JPEG))
    assert codes(("a.jpg", full), ("b.jpg", full)) == []
    assert codes(("a.jpg", full + b"0")) == [("size", "a.jpg")]
    assert codes(("a.jpg", full), ("b.jpg", full + b"0")) == [("total", "b.jpg"), ("size", "b.jpg")]
    assert codes(("a.jpg", b"")) == [("empty", "a.jpg")]
    assert codes(("a.jpg", JPEG), ("b.jpg", JPEG), ("c.jpg", JPEG)) == [("count", "c.jpg")]
