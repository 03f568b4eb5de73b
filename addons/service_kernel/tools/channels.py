"""By what a case can come in: the same list for documents and for the policies about them."""

CHANNELS = [
    ("counter", "Counter"),
    ("phone", "Telephone"),
    ("email", "Email"),
    ("web", "Web form"),
    ("portal", "Portal"),
    ("letter", "Letter"),
    ("social", "Social media"),
    ("regulator", "Regulator"),
    ("other", "Other"),
]
