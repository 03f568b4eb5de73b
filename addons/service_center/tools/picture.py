"""Pictures without what they hide: place, camera, author."""

import io
import warnings

from PIL import Image, ImageOps

#: pixels of a picture that is redrawn; more would fill the memory
MAX_PIXELS = 60_000_000
#: pixels of a drawn signature
MAX_DRAWN = 4_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def redrawn(data, mimetype):
    """Return a picture drawn anew: the same to look at, with nothing but its pixels.

    :raise ValueError: it cannot be read, or is too large
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[_FORMATS[mimetype]]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise ValueError("too many pixels")
                upright = ImageOps.exif_transpose(picture)
                plain = Image.new(upright.mode, upright.size)
                plain.paste(upright)
                if upright.mode == "P":
                    plain.putpalette(upright.getpalette())
                target = io.BytesIO()
                plain.save(target, format=_FORMATS[mimetype], quality=90)
    except (OSError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError("unreadable picture") from error
    return target.getvalue()


def is_blank(data):
    """Tell whether nothing is drawn on a PNG with transparent ground.

    :raise ValueError: it is no such picture
    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if picture.width * picture.height > MAX_DRAWN:
                raise ValueError("too many pixels")
            picture.load()
            return picture.convert("RGBA").getchannel("A").getbbox() is None
    except (OSError, SyntaxError) as error:
        raise ValueError("unreadable picture") from error
