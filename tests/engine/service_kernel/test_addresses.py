import pytest
from service_kernel_engine.addresses import visitor_key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("Unix", "unix ", True),
        ("", None, True),
    ],
)
def test_one_visitor(one, other, same):
    assert (visitor_key(one) == visitor_key(other)) is same
