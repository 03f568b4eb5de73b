from odoo import api, models
from odoo.exceptions import ValidationError

from ..engine.texts import clean

# In characters. A description of 200,000 is a book; what is longer belongs into an attachment.
TEXT_LIMITS = {"char": 500, "text": 200_000, "html": 200_000}


class ServiceTextMixin(models.AbstractModel):
    """Texts that fit: unstorable characters are taken out, oversized texts refused with a clear word."""

    _name = "service.text.mixin"
    _description = "Clean and bounded texts"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_texts(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_texts(vals))

    @api.model
    def _clean_texts(self, vals):
        """Return ``vals`` with its texts cleaned.

        :raise ValidationError: a text is longer than its kind of field allows (``TEXT_LIMITS``).
        """
        cleaned = dict(vals)
        for name, value in vals.items():
            field = self._fields.get(name)
            limit = field is not None and TEXT_LIMITS.get(field.type)
            if not limit or not isinstance(value, str):
                continue
            if len(value) > limit:
                raise ValidationError(
                    self.env._(
                        "%(field)s is too long: %(length)s characters, at most %(limit)s are possible. "
                        "Shorten it, or attach the text as a file.",
                        field=field._description_string(self.env),
                        length=f"{len(value):,}",
                        limit=f"{limit:,}",
                    )
                )
            cleaned[name] = clean(value)
        return cleaned
