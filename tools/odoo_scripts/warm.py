# Runs in an Odoo shell: builds the web asset bundles, so that clones of this database have them.
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
