def migrate(cr, version):
    """Whom a complaint is about becomes a person with a finding, which nobody has given yet."""
    cr.execute(
        """
        INSERT INTO service_complaint_person
            (complaint_id, employee_id, company_id, involvement, finding, share,
             create_uid, create_date, write_uid, write_date)
        SELECT rel.complaint_id, rel.employee_id, complaint.company_id, 'involved', 'pending', 0,
               1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
          FROM service_complaint_employee_rel rel
          JOIN service_complaint complaint ON complaint.id = rel.complaint_id
        ON CONFLICT DO NOTHING
        """
    )
