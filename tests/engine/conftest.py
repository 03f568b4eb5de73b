"""Loads each `addons/NAME/engine` as package `NAME_engine`, without Odoo and without the addon's models."""

import importlib.util
import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def load(name, folder):
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


for init in sorted(ADDONS.glob("*/engine/__init__.py")):
    load(f"{init.parent.parent.name}_engine", init.parent)

slow = [HealthCheck.too_slow]
settings.register_profile("default", max_examples=100, deadline=None, suppress_health_check=slow)
settings.register_profile("long", max_examples=10_000, deadline=None, suppress_health_check=slow)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
