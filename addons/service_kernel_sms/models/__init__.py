from . import service_message
