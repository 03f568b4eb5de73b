# Runs in an Odoo shell: writes ADDON.pot of each addon into a folder.
#
# SERVICE_SCRIPT (JSON): addons ([name]), folder.
import json
import os
from pathlib import Path

from odoo.tools.translate import trans_export

given = json.loads(os.environ["SERVICE_SCRIPT"])
for addon in given["addons"]:
    with open(Path(given["folder"], f"{addon}.pot"), "wb") as output:
        trans_export(None, [addon], output, "po", env)
