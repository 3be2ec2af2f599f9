"""One HTML file that stands alone: what a page and an index have in common.

Its policy lets it ask no host for anything, whatever is written into it.
"""

from __future__ import annotations

from html import escape

__all__ = ["html_file"]


def html_file(title: str, css: str, body: str, policy: str) -> str:
    """A whole file; ``body`` and ``css`` are markup, ``title`` is text."""
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; {policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{css}</style>
</head>
<body>
{body}</body>
</html>
"""
