def migrate(cr, version):
    """A declined consequence is a rejected one; where they come from gets a key of its own."""
    cr.execute("UPDATE service_score_consequence SET state = 'rejected' WHERE state = 'declined'")
    cr.execute(
        """
        ALTER TABLE service_score_consequence
            ADD COLUMN IF NOT EXISTS source_key varchar,
            ADD COLUMN IF NOT EXISTS rule_code varchar,
            ADD COLUMN IF NOT EXISTS period_start date,
            ADD COLUMN IF NOT EXISTS period_end date
        """
    )
    cr.execute(
        """
        UPDATE service_score_consequence consequence
           SET source_key = 'service.score.entry,' || entry.id,
               rule_code = entry.rule_code,
               period_start = entry.date,
               period_end = entry.date
          FROM service_score_entry entry
         WHERE entry.id = consequence.entry_id AND consequence.source_key IS NULL
        """
    )
    cr.execute("DROP INDEX IF EXISTS service_score_consequence__entry_uniq")
