"""Review pages: a run as a static site that a person reads, checks and corrects in a browser.

Every page stands alone: its one script and one style are inside it, named by their hashes in a strict
Content-Security-Policy. Nothing is fetched; the pages work from ``file://`` and when mailed.
"""

from __future__ import annotations

from extractor.errors import SettingsError

try:
    from extractor.review.site import LANGUAGES, Site, write_site
except ModuleNotFoundError as error:
    if error.name not in {"jinja2", "markupsafe"}:
        raise
    _MESSAGE = "review pages need jinja2: pip install 'zhibiao[review]'"
    raise SettingsError(_MESSAGE) from error

__all__ = ["LANGUAGES", "Site", "write_site"]
