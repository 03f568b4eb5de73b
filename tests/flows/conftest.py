"""Tests across addons: pytest-odoo on a database with all addons and no demo data; each is rolled back."""

import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name


@pytest.fixture
def env():
    with Registry(get_db_name()).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})
        cr.rollback()
