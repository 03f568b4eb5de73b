"""Odoo 19 from Debian's package, unpacked under the state folder and never installed system-wide.

The package is pinned by its hash, so any mirror will do. When that version is gone, the current one of the
series is taken through a private apt index whose signature is checked.
"""

import hashlib
import lzma
import os
import shutil
import subprocess
import tarfile
import urllib.error
import urllib.request

from .ui import Failure, say, step

DIST = "usr/lib/python3/dist-packages"
ODOO = (
    "pool/main/o/odoo/odoo-19_19.0.0+dfsg-1_all.deb",
    "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf",
)
# the package links to these instead of holding them: scripts of the web client, icons in mails, a report font
COMPANIONS = (
    (
        "pool/main/n/node-jquery/libjs-jquery_3.6.1+dfsg+~3.5.14-1_all.deb",
        "a58c9ff6afe96c769cb6535754c909410760e4efa1e1540236194e489adcfb25",
    ),
    (
        "pool/main/f/fonts-font-awesome/fonts-font-awesome_5.0.10+really4.7.0~dfsg-4.1_all.deb",
        "5f09e1adce26d59628a239c538882d53e58978b958233864fc617be9a510018e",
    ),
    (
        "pool/main/f/fonts-roboto/fonts-roboto-unhinted_0~20170802-3_all.deb",
        "f89cf7d8a589489daecf750031ec50456ab3e648d49ff544f0f08753268fbd91",
    ),
)
# leftovers of the packaging that would shadow `import addons`, and metadata that makes `pip check` fail
LEFT_OUT = tuple(f"./{DIST}/{name}" for name in ("addons", "doc", "setup"))
APT_HELPER = "/usr/lib/apt/apt-helper"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
OWN_ODOO = "set ODOO_SRC=/a/checkout/of/odoo (branch 19.0) or DEBIAN_MIRROR=http://a.debian.mirror/debian"


def present(ctx):
    return (_home(ctx) / ".package").exists()


def ensure(ctx):
    """Folder that holds the package `odoo/`, fetched and unpacked when it is not there."""
    home = _home(ctx)
    if present(ctx):
        return home
    source = mirror(ctx)
    debs = ctx.state / "debs"
    debs.mkdir(exist_ok=True)
    with step(f"Odoo 19 (123 MB) from {source}"):
        try:
            files = [_download(ctx, source, debs, *entry) for entry in (ODOO, *COMPANIONS)]
        except FileNotFoundError:
            files = None
    if files is None:
        say(f"  {ODOO[0].rsplit('/', 1)[-1]} is not there any more: taking the current odoo-19 of Debian sid")
        with step("Odoo 19, current version"):
            files = _current(ctx, source, debs)
    with step("Unpacking Odoo (1.2 GB)"):
        work = ctx.state / "odoo.new"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            for path in files:
                _unpack(path, work)
            _complete(work / DIST)
        except (OSError, tarfile.TarError, lzma.LZMAError, subprocess.CalledProcessError) as error:
            raise Failure("could not unpack Odoo", f"{error}: enough room under {ctx.state}?") from None
        (work / DIST / ".package").write_text(files[0].name)
        shutil.rmtree(ctx.state / "odoo", ignore_errors=True)
        work.rename(ctx.state / "odoo")
    shutil.rmtree(debs)
    return home


def mirror(ctx):
    """Address of the Debian archive that this machine already uses."""
    if ctx.environ.get("DEBIAN_MIRROR"):
        return ctx.environ["DEBIAN_MIRROR"].rstrip("/")
    if shutil.which("apt-get") and os.path.exists(APT_HELPER):
        form = ["--no-release-info", "--format", "$(REPO_URI) $(RELEASE)", "Created-By: Packages"]
        answer = subprocess.run(
            ["apt-get", "indextargets", *form], capture_output=True, text=True, check=False, env=ctx.environ
        )
        for line in answer.stdout.splitlines():
            uri, _, release = line.partition(" ")
            if uri.rstrip("/").endswith("/debian") and not any(
                word in release for word in ("security", "updates", "backports")
            ):
                return uri.rstrip("/")
    raise Failure("Odoo 19 is not here and this machine has no Debian mirror", OWN_ODOO)


def _home(ctx):
    return ctx.state / "odoo" / DIST


def _download(ctx, source, folder, path, digest):
    """Fetch one file unless a good one is there; FileNotFoundError when the mirror has it no more."""
    target = folder / path.rsplit("/", 1)[-1]
    if target.exists() and _sha256(target) == digest:
        return target
    target.unlink(missing_ok=True)
    url = f"{source}/{path}"
    if os.path.exists(APT_HELPER):
        argv = [
            APT_HELPER,
            "-qq",
            f"-oAPT::Sandbox::User={_user()}",
            "download-file",
            url,
            target,
            f"SHA256:{digest}",
        ]
        if ctx.call(argv, "odoo-download") == 0:
            return target
        text = ctx.log("odoo-download").read_text("utf-8", errors="replace")
        if "404" in text:
            raise FileNotFoundError(url)
    else:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer, open(target, "wb") as output:
                shutil.copyfileobj(answer, output)
            if _sha256(target) == digest:
                return target
            text = f"{url}: its SHA256 is not {digest}"
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise FileNotFoundError(url) from None
            text = f"{url}: {error}"
        except OSError as error:
            text = f"{url}: {error}"
        ctx.log("odoo-download").write_text(text)
    target.unlink(missing_ok=True)
    full = "No space left" in text
    raise Failure(
        "the disk is full" if full else f"could not download Odoo from {source}",
        f"make room under {ctx.state}" if full else f"check the network and the proxy, or {OWN_ODOO}",
        ctx.log("odoo-download"),
        5,
    )


def _current(ctx, source, debs):
    """The current package of the series, through a signed index of our own that leaves the system's alone."""
    problem = Failure(
        "could not get the current odoo-19 of Debian sid either",
        "set ODOO_SRC=/a/checkout/of/odoo (branch 19.0)",
        ctx.log("odoo-apt"),
        5,
    )
    if not os.path.exists(KEYRING) or not shutil.which("apt-get"):
        ctx.log("odoo-apt").write_text(f"apt-get or {KEYRING} is missing\n")
        raise problem
    work = ctx.state / "apt"
    shutil.rmtree(work, ignore_errors=True)
    for name in ("lists/partial", "cache/archives/partial", "state", "parts"):
        (work / name).mkdir(parents=True)
    (work / "state" / "status").write_text("")
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    (work / "parts" / "odoo.sources").write_text(
        f"Types: deb\nURIs: {source}/\nSuites: sid bookworm\nComponents: main\n"
        f"Architectures: {architecture}\nSigned-By: {KEYRING}\n"
    )
    settings = {
        "Dir::State": work / "state",
        "Dir::State::Lists": work / "lists",
        "Dir::State::status": work / "state" / "status",
        "Dir::Cache": work / "cache",
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": work / "parts",
        "APT::Sandbox::User": _user(),
        "Acquire::Languages": "none",
        "APT::Update::Error-Mode": "any",
    }
    apt = ["apt-get", "-qq", *(f"-o{key}={value}" for key, value in settings.items())]
    for old in debs.glob("*.deb"):
        old.unlink()
    wanted = [
        "odoo-19",
        "libjs-jquery/bookworm",
        "fonts-font-awesome/bookworm",
        "fonts-roboto-unhinted/bookworm",
    ]
    if ctx.call([*apt, "update"], "odoo-apt") or ctx.call([*apt, "download", *wanted], "odoo-apt", cwd=debs):
        raise problem
    return [
        next(debs.glob("odoo-19_*.deb")),
        *(p for p in debs.glob("*.deb") if not p.name.startswith("odoo-19_")),
    ]


def _unpack(deb, target):
    """Unpack the data of a .deb by dpkg-deb and tar or, where they are missing, by reading it ourselves."""
    if shutil.which("dpkg-deb") and shutil.which("tar"):
        exclude = [f"--exclude={path}" for path in LEFT_OUT] + ["--exclude=*.egg-info"]
        source = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE)
        with source:
            tar = ["tar", "-x", "-C", target, "--no-same-owner", *exclude]
            subprocess.run(tar, stdin=source.stdout, check=True)
        if source.returncode:
            raise subprocess.CalledProcessError(source.returncode, "dpkg-deb")
        return
    with open(deb, "rb") as handle:
        handle.seek(8)
        while header := handle.read(60):
            name, size = header[:16].decode().strip().rstrip("/"), int(header[48:58])
            if name == "data.tar.xz":
                with tarfile.open(fileobj=handle, mode="r|xz") as archive:
                    _extract(archive, target)
                return
            handle.seek(size + size % 2, os.SEEK_CUR)
    raise OSError(f"{deb.name} holds no data.tar.xz")


def _extract(archive, target):
    for member in archive:
        name = member.name
        if name.startswith(LEFT_OUT) or ".egg-info" in name or ".." in name.split("/"):
            continue
        member.uid = member.gid = os.getuid()
        archive.extract(member, target, set_attrs=not member.issym())


def _complete(root):
    """Put a stub where Debian left out a script, and remove links to what nobody fetched."""
    stub = root / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if not stub.exists():
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("/* left out by Debian: blurs the background of video calls */\n")
    for folder, names, files in os.walk(root / "odoo"):
        for name in (*names, *files):
            path = os.path.join(folder, name)
            if os.path.islink(path) and not os.path.exists(path):
                os.unlink(path)


def _sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _user():
    answer = subprocess.run(["id", "-un"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "root"
