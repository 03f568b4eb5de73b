"""A policy pack as a ZIP file: written for download, read from an upload, which is not trusted. No Odoo."""

import io
import re
import zipfile
import zlib

from ..engine.pack_table import MAX_BYTES, Fault

MAX_ZIP_BYTES = 5 * 2**20
MAX_FILES = 100
MAX_UNPACKED = 20 * 2**20
MAX_RATIO = 200  # CSV packs well, but not better than that
_JUNK = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_PATH = re.compile(r"(?:[A-Za-z0-9_.-]+/)?[A-Za-z0-9_.-]+")
_DAY = (2020, 1, 1, 0, 0, 0)  # the same pack gives the same bytes


def pack_zip(code, files):
    """Return the bytes of a ZIP with one folder ``code``; ``files``: {name: bytes}."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(f"{code}/{name}", _DAY), content, compress_type=zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def unpack_zip(content):
    """Return ({name: bytes}, [``Fault``]) of an uploaded ZIP: one folder's files, or files without one."""
    if len(content) > MAX_ZIP_BYTES:
        return {}, [_fault("zip_too_large", limit=MAX_ZIP_BYTES // 2**20)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [
                member
                for member in archive.infolist()
                if not member.is_dir() and not _JUNK.search(member.filename)
            ]
            faults = _check_members(members)
            if faults:
                return {}, faults
            return _read_members(archive, members, len(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return {}, [_fault("zip_broken")]


def _fault(code, **params):
    return Fault("", 0, "", code, params)


def _check_members(members):
    if not members:
        return [_fault("zip_empty")]
    if len(members) > MAX_FILES:
        return [_fault("zip_too_many", limit=MAX_FILES)]
    for member in members:
        name = member.filename
        is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
        if is_link or ".." in name or not _PATH.fullmatch(name):
            return [Fault(name[:100], 0, "", "zip_path")]
        if member.flag_bits & 1:
            return [_fault("zip_password")]
    if len({member.filename.rpartition("/")[0] for member in members}) > 1:
        return [_fault("zip_folders")]
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        return [_fault("zip_twice")]
    return []


def _read_members(archive, members, packed):
    """Read with a limit: the sizes that a ZIP claims are not trusted."""
    files, total = {}, 0
    limit = min(MAX_UNPACKED, max(packed * MAX_RATIO, 2**20))
    for member in members:
        with archive.open(member) as part:
            content = part.read(MAX_BYTES + 1)
        total += len(content)
        if total > limit or len(content) > MAX_BYTES:
            return {}, [_fault("zip_bomb", limit=limit // 2**20)]
        files[member.filename.rpartition("/")[2]] = content
    return files, []
