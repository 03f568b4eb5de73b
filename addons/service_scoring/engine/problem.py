"""What speaks against a number, as a code and its parameters: the model says it in the reader's language."""


class ScoreProblem(ValueError):
    """``code`` names what is wrong, ``params`` holds plain values for the sentence."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params
