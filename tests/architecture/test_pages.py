"""Pages are templates: no HTML stands in a Python string, where nothing escapes what is put into it."""

import ast
import re

from house import ROOT

API = ROOT / "api"
TAG = re.compile(r"</?[a-z][a-z0-9]*(\s[^>]*)?/?>|<!doctype|&[a-z]+;", re.IGNORECASE)
STYLE = re.compile(r"<style|\sstyle=|<script|\son[a-z]+=", re.IGNORECASE)


def test_no_html_stands_in_python() -> None:
    """Every tag comes from a template, in which every value is escaped."""
    strays = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {found.group()}"
        for path in sorted(API.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := TAG.search(node.value))
    ]

    assert strays == []


def test_no_template_asks_to_be_trusted() -> None:
    """Nothing is marked as safe, and neither style nor script is written where the pages' policy forbids it."""
    for path in sorted((API / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")

        assert not re.search(r"\|\s*safe|autoescape|Markup", text), path.name
        assert not STYLE.search(text), path.name
