def migrate(cr, version):
    """The entry that a consequence followed from is the first of its evidence."""
    cr.execute(
        """
        INSERT INTO service_score_consequence_entry_rel
               (service_score_consequence_id, service_score_entry_id)
        SELECT id, entry_id FROM service_score_consequence WHERE entry_id IS NOT NULL
        ON CONFLICT DO NOTHING
        """
    )
