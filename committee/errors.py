"""What a rule says when it says no."""


class CommitteeError(Exception):
    """A rule refuses; `code` names the sentence in `locales.refusals`, `params` fill it in.

    Told to the member in their own language and never logged with its params.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class FormError(CommitteeError):
    """A form was filled in wrongly; `fields` maps each field to the code of what is wrong with it."""

    def __init__(self, fields: dict[str, str], **params: object) -> None:
        super().__init__("form_invalid", **params)
        self.fields = fields
