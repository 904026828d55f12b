"""The sentences of a German text, so that one can choose among them.

By rules, not by a model: a full stop ends a sentence unless it belongs to an abbreviation, an
initial or an ordinal number. In doubt two sentences stay one; choosing a little too much does
less harm than half a sentence.
"""

import re

from charta.text.spans import Span

_END = re.compile(r"""(?<![.!?…])(?P<mark>[.!?…]++)(?P<closing>["'“”’»«›‹)\]]*+)(?=\s)|[\n\t]+""")
"""All marks in a row or none of them: looking again at each of many would take seconds."""
_WORD_BEFORE = re.compile(r"[\w§]+(?:\.[\w]+)*\Z")
_NEXT_WORD = re.compile(r"""\s*["'„“‚‘»«›‹(\[]*(?P<word>\w+)?""")
_ORDINAL = re.compile(r"[0-9]{1,3}|[IVXLC]+")

_SHORTENED = (
    "abb abs abschn allg anh anl anm art aufl ausg az bd bearb begr beil bes betr bez bspw buchst "
    "bzgl bzw ca chr dgl dipl dr einschl entspr etc evtl exkl ff fn frhr geb gem ggf gr hl hr hrn "
    "hrsg inkl insb insbes jg jh jhd kap lfd mind mio mrd mtl nachf nr nrn od österr phil prof "
    "resp sog sogen std st str svw tab tel tsd tägl usf usw vgl vorm zit zz zzgl ziff jan feb mrz "
    "apr jun jul aug sept okt nov dez"
)
_ABBREVIATIONS = frozenset(_SHORTENED.split())
"""What is followed by a full stop in the middle of a sentence. Single letters are as well."""

_FIRST_WORDS = (
    "aber alle als am an auch auf außerdem bei bis da dabei dadurch dafür daher damit danach dann "
    "darum das dazu dem den der deren deshalb die dies diese dieser dieses doch ein eine er es "
    "für hier hierzu ich ihr im in jede jeder jedes kein keine man mit nach nur ob so sie sowohl "
    "um und unser unsere von vor wann warum was wenn wer wie wir wo zu zudem zum zur"
)
_BEGINNERS = frozenset(_FIRST_WORDS.split())
"""Words that are written with a capital letter only where a sentence begins."""


def sentences(plain: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Where the sentences of plain[start:end] stand, without the blanks around them.

    Together they hold every word, in order. A line end and a tab between two cells end one too.
    """
    last = len(plain) if end is None else end
    found: list[Span] = []
    begin = start
    for match in _END.finditer(plain, start, last):
        if match["mark"] is None:
            found += _without_blanks(plain, begin, match.start())
            begin = match.end()
        elif _ends(plain[begin : match.start()], match["mark"], plain, match.end(), last):
            found += _without_blanks(plain, begin, match.end())
            begin = match.end()
    return (*found, *_without_blanks(plain, begin, last))


def _ends(before: str, mark: str, plain: str, at: int, last: int) -> bool:
    """Whether a mark ends the sentence that has the words `before`."""
    following = _NEXT_WORD.match(plain, at, last)
    word = (following and following["word"]) or ""
    if word[:1].islower():
        return False
    if mark != ".":
        return True
    found = _WORD_BEFORE.search(before[-40:])
    if found is None:
        return True
    shortened = found.group().rpartition(".")[2]
    if len(shortened) == 1 and shortened.isalpha():
        return False
    if _ORDINAL.fullmatch(shortened) or shortened.lower() in _ABBREVIATIONS:
        return word.lower() in _BEGINNERS
    return True


def _without_blanks(plain: str, start: int, end: int) -> list[Span]:
    words = plain[start:end]
    if not words.strip():
        return []
    return [(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))]
