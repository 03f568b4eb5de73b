from . import membership_plan_what_if
