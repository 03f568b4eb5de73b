from ..engine.problem import Problem


class Undelivered(Problem):
    """A message that did not reach its recipient.

    ``retry``: another try may succeed, so one is made; else a person has to see to it.
    """

    def __init__(self, code, retry=False, **params):
        super().__init__(code, **params)
        self.retry = retry
