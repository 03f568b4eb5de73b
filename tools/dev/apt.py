"""Packages of the distribution, where we are root and there is apt."""

import os
import shutil


def present():
    return os.getuid() == 0 and shutil.which("apt-get") is not None


def install(ctx, packages):
    """Install packages, refreshing the index only when the first try fails; returns whether that worked."""
    argv = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    environ = {"DEBIAN_FRONTEND": "noninteractive"}
    if ctx.call(argv, "apt", extra_env=environ) == 0:
        return True
    return (
        ctx.call(["apt-get", "update"], "apt-update", extra_env=environ) == 0
        and ctx.call(argv, "apt", extra_env=environ) == 0
    )
