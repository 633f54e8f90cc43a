"""A Pygments lexer for setl, which nbconvert and Sphinx find by the name `setl`."""

from pygments.lexer import RegexLexer, bygroups, default, include, words
from pygments.token import (
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
)

__version__ = "0.1.0"
__all__ = ["SetlLexer"]

# The words of the language, from its lexer: a test of the project writes these lines.
DECLARATION = ("let", "fn", "import")
CONTROL = ("if", "else", "while", "for", "in", "break", "continue", "return", "yield", "try", "catch", "throw")
OPERATOR = ("and", "or", "not")
CONSTANT = ("true", "false", "none")
SYMBOLS = ("...", "..", "=>", "==", "!=", "<=", ">=", "//", "+=", "-=", "*=", "/=", ".", "=", "<", ">", "+", "-", "*", "/", "%", "@", "^", "?")


class SetlLexer(RegexLexer):
    """Strings hold interpolations, which hold code, which may hold strings again."""

    name = "setl"
    aliases = ["setl"]
    filenames = ["*.setl"]
    mimetypes = ["text/x-setl"]

    tokens = {
        "root": [
            (r"\n", Whitespace),
            (r"#.*$", Comment.Single),
            include("code"),
        ],
        "code": [
            (r"[ \t\r]+", Whitespace),
            (r'"""', String.Double, "block"),
            (r'"', String.Double, "line"),
            (r"\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?", Number),
            (words(DECLARATION, suffix=r"\b"), Keyword.Declaration),
            (words(CONTROL, suffix=r"\b"), Keyword),
            (words(OPERATOR, suffix=r"\b"), Operator.Word),
            (words(CONSTANT, suffix=r"\b"), Keyword.Constant),
            (r"([^\W\d]\w*)(\s*)(?=\()", bygroups(Name.Function, Whitespace)),
            (r"[^\W\d]\w*", Name),
            (r"[()\[\]{},;:]", Punctuation),
            (words(SYMBOLS), Operator),
        ],
        "block": [
            (r'"""', String.Double, "#pop"),
            (r'[^"\\{]+|"', String.Double),
            include("text"),
            (r"\{", String.Interpol, "block-value"),
        ],
        "line": [
            (r'"', String.Double, "#pop"),
            (r'[^"\\{\n]+', String.Double),
            include("text"),
            (r"\{", String.Interpol, "line-value"),
            # A string that is not closed ends with its line.
            (r"(?=\n)", Whitespace, "#pop"),
        ],
        "text": [
            (r'\\(?:u\{[0-9a-fA-F]{1,8}\}|[ntr"\\{}])', String.Escape),
            (r"\\", String.Double),
        ],
        "block-value": [
            (r"\n", Whitespace),
            include("value"),
        ],
        "line-value": [
            (r"(?=\n)", Whitespace, "#pop"),
            include("value"),
        ],
        "value": [
            (r"\}", String.Interpol, "#pop"),
            (r':[^}"\n]*', String.Interpol),
            (r"[(\[{]", Punctuation, "bracket"),
            include("code"),
        ],
        # Brackets in an interpolation: only outside them a brace ends it and a colon begins a format.
        "bracket": [
            (r"[)\]}]", Punctuation, "#pop"),
            (r"[(\[{]", Punctuation, "#push"),
            (r"(?=\n)", Whitespace, "bracket-line"),
            include("code"),
        ],
        "bracket-line": [
            (r"\n", Whitespace, "#pop"),
            default("#pop"),
        ],
    }
