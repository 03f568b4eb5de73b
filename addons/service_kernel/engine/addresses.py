"""Network addresses of visitors: what counts as one visitor."""

import ipaddress

#: bits of an IPv6 address that one customer of a provider gets at least
IPV6_PREFIX = 64


def visitor_key(address):
    """Return the text by which requests of one visitor are counted together.

    An IPv4 address counts by itself, also when it is written inside an IPv6 one; of other IPv6 addresses the
    network counts, since every device has as many addresses in it as it likes. What is no address counts as
    it is written.
    """
    text = (address or "").strip()
    try:
        parsed = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text.lower()
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))
