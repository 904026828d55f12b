"""What the Charta subset of Markdown makes of what people write."""

import pytest

from charta.text.markdown import render, render_comment

LINK = '<a href="{}" rel="nofollow noopener ugc">{}</a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        (" \n\n\t\n", ""),
        ("Ein Satz.", "<p>Ein Satz.</p>"),
        ("Ein\nSatz.\n\nNoch einer.", "<p>Ein\nSatz.</p>\n<p>Noch einer.</p>"),
        ("Ein  \nSatz", "<p>Ein<br>\nSatz</p>"),
        ("Ein\\\nSatz", "<p>Ein<br>\nSatz</p>"),
        ("    eingerückt", "<p>eingerückt</p>"),
        ("---", "<hr>"),
        ("a\n\n* * *\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
    ],
)
def test_paragraphs(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# Eins", "<h3>Eins</h3>"),
        ("###### Eins", "<h3>Eins</h3>"),
        ("# Eins\n## Zwei\n# Drei", "<h3>Eins</h3>\n<h4>Zwei</h4>\n<h3>Drei</h3>"),
        ("## Eins\n#### Zwei\n### Drei", "<h3>Eins</h3>\n<h4>Zwei</h4>\n<h4>Drei</h4>"),
        (
            "# 1\n## 2\n### 3\n#### 4\n##### 5",
            "<h3>1</h3>\n<h4>2</h4>\n<h5>3</h5>\n<h6>4</h6>\n<h6>5</h6>",
        ),
        ("Eins\n===\n\nZwei\n---", "<h3>Eins</h3>\n<h4>Zwei</h4>"),
        ("## Eins ##", "<h3>Eins</h3>"),
        ("## C#", "<h3>C#</h3>"),
        ("Vorher\n# Eins\nNachher", "<p>Vorher</p>\n<h3>Eins</h3>\n<p>Nachher</p>"),
        ("#Klimaschutz", "<p>#Klimaschutz</p>"),
        ("#1 Punkt", "<p>#1 Punkt</p>"),
        ("#", "<p>#</p>"),
        ("####### sieben", "<p>####### sieben</p>"),
    ],
)
def test_headings_begin_below_those_of_the_page(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("* a\n+ b", "<ul><li>a</li><li>b</li></ul>"),
        ("Wir fordern:\n- a\n- b", "<p>Wir fordern:</p>\n<ul><li>a</li><li>b</li></ul>"),
        ("Wir fordern:\n1. a", "<p>Wir fordern:</p>\n<ol><li>a</li></ol>"),
        ("Wir fordern\n1. a\n2. b", "<p>Wir fordern</p>\n<ol><li>a</li><li>b</li></ol>"),
        ("Es war am\n1. Mai", "<p>Es war am\n1. Mai</p>"),
        ("1. a\n\n   b\n2. c", "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>"),
        ("- a\n\n  b\n  c\n  - d", "<ul><li><p>a</p><p>b\nc</p><ul><li>d</li></ul></li></ul>"),
        ("Es war im Jahr\n2022. Danach", "<p>Es war im Jahr\n2022. Danach</p>"),
        ("4. a\n5. b", '<ol start="4"><li>a</li><li>b</li></ol>'),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n    - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("1. a\n   - b\n   - c", "<ol><li>a<ul><li>b</li><li>c</li></ul></li></ol>"),
        (
            "- a\n  - b\n    - c\n- d",
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
        ),
        ("- a\n\n  b", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("- a\nweiter", "<ul><li>a\nweiter</li></ul>"),
        ("- a\n\nb", "<ul><li>a</li></ul>\n<p>b</p>"),
        ("-a", "<p>-a</p>"),
        ("1) a", "<p>1) a</p>"),
    ],
)
def test_lists(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a* **b** ***c***", "<em>a</em> <strong>b</strong> <em><strong>c</strong></em>"),
        ("_a_ __b__", "<em>a</em> <strong>b</strong>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("Bürger*innen und Nutzer*innen", "Bürger*innen und Nutzer*innen"),
        ("Bürger_innen und Nutzer_innen", "Bürger_innen und Nutzer_innen"),
        ("*Bürger*innen*", "<em>Bürger*innen</em>"),
        ("**Klima**schutz", "<strong>Klima</strong>schutz"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("*a", "*a"),
        ("**a*", "*<em>a</em>"),
        ("****a****", "****a****"),
        ("*a _b* c_", "<em>a _b</em> c_"),
        (r"\*a\* \# \\", r"*a* # " + "\\"),
        ("(*a*), „*b*“", "(<em>a</em>), „<em>b</em>“"),
    ],
)
def test_emphasis(source: str, html: str) -> None:
    assert render(source).html == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("`a`", "<code>a</code>"),
        ("`` a`b ``", "<code>a`b</code>"),
        ("`*a* [b](c)`", "<code>*a* [b](c)</code>"),
        ("`<b>&amp;`", "<code>&lt;b&gt;&amp;amp;</code>"),
        ("`a", "`a"),
        ("``a`", "``a`"),
        (r"\`a\`", "`a`"),
    ],
)
def test_code_in_a_line(source: str, html: str) -> None:
    assert render(source).html == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("```\na < b\n  c\n```", "<pre><code>a &lt; b\n  c\n</code></pre>"),
        ("~~~ python\na\n~~~", "<pre><code>a\n</code></pre>"),
        ("```\n# a\n\n- b\n```", "<pre><code># a\n\n- b\n</code></pre>"),
        ("```\na", "<pre><code>a\n</code></pre>"),
        ("````\n```\n````", "<pre><code>```\n</code></pre>"),
        ("a\n```\nb\n```\nc", "<p>a</p>\n<pre><code>b\n</code></pre>\n<p>c</p>"),
        ("- a\n\n  ```\n  b\n  ```", "<ul><li><p>a</p><pre><code>b\n</code></pre></li></ul>"),
    ],
)
def test_code_in_blocks(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[a](https://b.example)", LINK.format("https://b.example", "a")),
        ("[a](http://b.example/?c=1&d=2)", LINK.format("http://b.example/?c=1&amp;d=2", "a")),
        ("[a](<https://b.example>)", LINK.format("https://b.example", "a")),
        ('[a](https://b.example "c")', LINK.format("https://b.example", "a")),
        ("[a](mailto:b@c.example)", LINK.format("mailto:b@c.example", "a")),
        ("[*a*](https://b.example)", LINK.format("https://b.example", "<em>a</em>")),
        ("*[a](https://b.example)*", f"<em>{LINK.format('https://b.example', 'a')}</em>"),
        ("[a [b]](https://c.example)", LINK.format("https://c.example", "a [b]")),
        ("[a](https://b.example/c_(d))", LINK.format("https://b.example/c_(d)", "a")),
        ("<https://b.example>", LINK.format("https://b.example", "https://b.example")),
        ("<b@c.example>", LINK.format("mailto:b@c.example", "b@c.example")),
        ("(https://b.example/c_d).", f"({LINK.format(*['https://b.example/c_d'] * 2)})."),
        ("HTTPS://b.example", LINK.format("HTTPS://b.example", "HTTPS://b.example")),
        (
            "[https://b.example](https://c.example)",
            LINK.format("https://c.example", "https://b.example"),
        ),
        ("![a](https://b.example/c.png)", "!" + LINK.format("https://b.example/c.png", "a")),
        ("[a](javascript:b)", "[a](javascript:b)"),
        ("[a](/b)", "[a](/b)"),
        ("[a](#b)", "[a](#b)"),
        ("[a](ftp://b.example)", "[a](ftp://b.example)"),
        ("[a](https://)", "[a](https://)"),
        ("[a]()", "[a]()"),
        ("[a]", "[a]"),
        ("[a][1]", "[a][1]"),
        ("www.b.example", "www.b.example"),
        ("b@c.example", "b@c.example"),
        ("[a]: https://b.example", "[a]: " + LINK.format(*["https://b.example"] * 2)),
        (
            "[a [b](https://c.example)](https://d.example)",
            (
                f"[a {LINK.format('https://c.example', 'b')}]"
                f"({LINK.format(*['https://d.example'] * 2)})"
            ),
        ),
    ],
)
def test_links_lead_to_the_web_or_to_a_mailbox(source: str, html: str) -> None:
    assert render(source).html == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"),
        ("> a\n\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("> > a", "<blockquote><blockquote><p>a</p></blockquote></blockquote>"),
        ("> - a", "<blockquote><ul><li>a</li></ul></blockquote>"),
        ("> # a", "<blockquote><h3>a</h3></blockquote>"),
        ("a\n> b", "<p>a</p>\n<blockquote><p>b</p></blockquote>"),
    ],
)
def test_quotes(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("|a|b|\n|-|-|\n|c|d|", [["a", "b"], ["c", "d"]]),
        ("a | b\n--- | :-:\nc | d", [["a", "b"], ["c", "d"]]),
        ("|a|b|\n|-|-|\n|c|", [["a", "b"], ["c", ""]]),
        ("|a|b|\n|-|-|\n|c|d|e|", [["a", "b"], ["c", "d e"]]),
        ("|a|b|\n|-|-|\n|c \\| d|`e`|", [["a", "b"], ["c | d", "<code>e</code>"]]),
        ("|a|\n|-|\n|b|", [["a"], ["b"]]),
        ("Vorher\n|a|b|\n|-|-|\n|c|d|\nNachher", [["a", "b"], ["c", "d"]]),
    ],
)
def test_tables(source: str, rows: list[list[str]]) -> None:
    html = render(source).html
    head, *body = rows
    cells = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    assert f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>" in html


def test_no_table_without_a_line_under_its_head() -> None:
    assert render("a | b\nc | d").html == "<p>a | b\nc | d</p>"
    assert render("|a|b|\n|-|").html == "<p>|a|b|\n|-|</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<b>a</b>", "&lt;b&gt;a&lt;/b&gt;"),
        ("<!-- a -->", "&lt;!-- a --&gt;"),
        ("<div>\n\n</div>", "&lt;div&gt;</p>\n<p>&lt;/div&gt;"),
        ("a & b", "a &amp; b"),
        ("&amp; &lt; &auml; &#228; &#xE4;", "&amp; &lt; ä ä ä"),
        ("&amp;lt;", "&amp;lt;"),
        ("&nichts; &", "&amp;nichts; &amp;"),
        ("&#x202E;a&#0;", "a�"),
    ],
)
def test_html_is_text_and_entities_are_letters(source: str, html: str) -> None:
    assert render(source).html == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# a", "<p># a</p>"),
        ("a\n===", "<p>a\n===</p>"),
        ("|a|b|\n|-|-|\n|c|d|", "<p>|a|b|\n|-|-|\n|c|d|</p>"),
        (
            "- *a*\n\n> b\n\n`c`",
            (
                "<ul><li><em>a</em></li></ul>\n<blockquote><p>b</p></blockquote>\n"
                "<p><code>c</code></p>"
            ),
        ),
    ],
)
def test_a_comment_has_no_headings_and_no_tables(source: str, html: str) -> None:
    assert render_comment(source).html == html


def test_the_result_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        render("a").html = "b"  # type: ignore[misc]
