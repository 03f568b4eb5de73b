from . import service_holiday_wizard
