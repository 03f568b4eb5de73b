from . import models


def uninstall_hook(env):
    """Take the trigger away that keeps approved points from being changed, so that their column can go."""
    env["service.compensation"]._unprotect_points()
