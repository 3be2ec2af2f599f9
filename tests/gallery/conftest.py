"""The programs are scripts, not modules with examples in them."""

collect_ignore = ["programs"]
