"""By what a case can come in: the same list for documents and for the policies about them."""

CHANNELS = [
    ("counter", "Counter"),
    ("phone", "Telephone"),
    ("email", "Email"),
    ("web", "Web form"),
    ("portal", "Portal"),
    ("letter", "Letter"),
    ("fax", "Fax"),
    ("social", "Social media"),
    ("press", "Press, radio, television"),
    ("regulator", "Regulator"),
    ("other", "Other"),
]
