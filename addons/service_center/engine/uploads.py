"""Files that strangers send: what they are is read from their content, their names only have to agree.

Pictures, films, sound, PDF and office documents without macros come in; everything that a browser or a
computer might run (HTML, SVG, scripts, programs, archives, documents with macros) does not.
"""

import io
import zipfile
from typing import NamedTuple

MEGABYTE = 1024 * 1024
#: entries of an office document that are looked through
_MAX_ENTRIES = 5_000


class Kind(NamedTuple):
    """A kind of file: its MIME type and the endings that its name may have."""

    mimetype: str
    endings: tuple


JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jfif"))
PNG = Kind("image/png", ("png",))
GIF = Kind("image/gif", ("gif",))
WEBP = Kind("image/webp", ("webp",))
HEIC = Kind("image/heic", ("heic", "heif"))
PDF = Kind("application/pdf", ("pdf",))
MP4 = Kind("video/mp4", ("mp4", "m4v", "3gp"))
QUICKTIME = Kind("video/quicktime", ("mov", "qt"))
M4A = Kind("audio/mp4", ("m4a",))
MP3 = Kind("audio/mpeg", ("mp3",))
WAV = Kind("audio/x-wav", ("wav",))
AMR = Kind("audio/amr", ("amr",))
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))

KINDS = (JPEG, PNG, GIF, WEBP, HEIC, PDF, MP4, QUICKTIME, M4A, MP3, WAV, AMR, DOCX, XLSX)
#: pictures whose hidden data (place, camera, author) can be taken out
CLEANABLE = (JPEG, PNG, WEBP)

_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"ID3", MP3),
    (b"\xff\xfb", MP3),
    (b"\xff\xf3", MP3),
    (b"#!AMR", AMR),
)
_BRANDS = {b"heic": HEIC, b"heix": HEIC, b"mif1": HEIC, b"qt  ": QUICKTIME, b"M4A ": M4A}


def sniff(data):
    """Return the ``Kind`` of a file from its content, None when it is none that may come in."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], MP4)
    if data[:4] == b"PK\x03\x04":
        return _office(data)
    return None


def _office(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if len(names) > _MAX_ENTRIES or "[Content_Types].xml" not in names:
        return None
    if any("vbaproject" in name.lower() or "activex" in name.lower() for name in names):
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


class Limits(NamedTuple):
    """How many files of how many megabytes each and together one sending may have."""

    files: int
    megabytes: int
    total_megabytes: int


class Refusal(NamedTuple):
    """Why a file is refused: its name and ``code`` (``count empty size total kind name``)."""

    code: str
    name: str


def ending(name):
    """Return the ending of a file's name in small letters, without the dot."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def check(files, limits, kinds=KINDS):
    """Check the files of one sending.

    :param files: [(name, bytes)]
    :param limits: ``Limits``
    :param kinds: those that may come in
    :return: pair ([``Kind`` of each file], [``Refusal``]); the kinds hold only when nothing is refused
    """
    refusals = []
    if len(files) > limits.files:
        refusals.append(Refusal("count", files[limits.files][0]))
    if sum(len(data) for _name, data in files) > limits.total_megabytes * MEGABYTE:
        refusals.append(Refusal("total", files[-1][0]))
    found = []
    for name, data in files:
        kind = sniff(data)
        found.append(kind)
        if not data:
            refusals.append(Refusal("empty", name))
        elif len(data) > limits.megabytes * MEGABYTE:
            refusals.append(Refusal("size", name))
        elif kind not in kinds:
            refusals.append(Refusal("kind", name))
        elif ending(name) not in kind.endings:
            refusals.append(Refusal("name", name))
    return found, refusals
