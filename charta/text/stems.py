"""Words of German contributions as they are compared: one spelling, no endings, no empty words.

Light stemming in the manner of Savoy's and of CISTEM: endings go as long as enough of the word
stays. That two words become one wrongly matters little, since never one word alone decides.
"""

import re

SHORTEST = 4
"""Letters that stay when an ending goes; three when it is one of the commonest."""

_UMLAUTS = str.maketrans("äöü", "aou")
_WRITTEN_OUT = re.compile(r"ae|oe|(?<![aeq])ue")
_JOINTS = re.compile(r"[-‑'’]")
_ENDING = re.compile(r"(?:ungen|innen|ung|ern|end|in|(?<!s)s)\Z")
_SHORT_ENDING = re.compile(r"(?:em|er|en|es|e|n)\Z")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")

_FUNCTION = """
aber alle allem allen aller allerdings alles also am an andere anderen auch auf aus außerdem bei
beim bereits besonders bin bis bitte brauche brauchen braucht bräuchte bräuchten benötigen
benötigt da dabei dadurch dafür daher damit dann daran darauf darf dürfen das dass daß davon dazu
dein dem den denn der deren des deshalb deswegen die dies diese diesem diesen dieser dieses doch
dort du durch eben ein eine einem einen einer eines einfach einige endlich er es etwas euch euer
fordere fordern fordert für ganz geben gehen geht gern gerne gibt gilt hab habe haben hat hatte
hatten hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins insbesondere ist ja jede
jedem jeden jeder jedes kann kannst können könnte könnten lassen machen macht man mein meine
meinem meinen meiner meiner meinung mich mir mit möchte möchten muss muß müssen müsste müssten
nach noch nun nur ob oder okay schon sehr sei seid sein seine seinen seiner seit selbst sich sie
sind so sodass sogar solche sollen sollte sollten soll sondern sonst sowie trotzdem um und uns
unser unsere unserem unseren unserer unseres viele vielen von war wäre wären was wegen weil welche
wenn wer werden wie wieder wir wird wirklich wo wohl wollen will wünsche wünschen wünscht würde
würden wurde zu zudem zum zur danke geehrte geehrter damen herren freundlichen grüßen grüße hallo
moin liebe lieber vielen finde finden findet halte glaube denke meine dringend
unbedingt mal bzw usw etc the a an of and to in is are be we i it that this for on at with want
would should please need have
"""
_NEGATIONS = """
nicht nichts nie niemals niemand niemandem niemanden nirgends nein kein keine keinem keinen keiner
keines keinesfalls keineswegs ohne gegen dagegen weder not no never without against
"""
_LESS = "weniger wenig seltener"
_BEFORE = "vor als statt stattdessen anstatt anstelle than instead"

_OPPOSITES = (
    ("mehr viel", "weniger wenig"),
    ("öfter häufiger oft häufig", "seltener selten"),
    ("länger lang", "kürzer kurz"),
    ("früher früh", "später spät"),
    ("schneller schnell", "langsamer langsam"),
    ("breiter breit", "schmaler schmal enger"),
    ("größer groß", "kleiner klein"),
    ("höher hoch erhöhen steigen", "niedriger niedrig senken sinken"),
    ("teurer teuer", "billiger billig günstiger"),
    ("heller hell", "dunkler dunkel"),
    ("gut besser", "schlecht schlechter"),
    ("nötig notwendig sinnvoll wichtig", "unnötig überflüssig sinnlos unwichtig"),
    ("erlauben erlaubt zulassen", "verbieten verboten Verbot untersagen"),
    ("erhalten bewahren behalten", "abreißen abgerissen abschaffen streichen entfernen"),
    ("öffnen geöffnet offen", "schließen geschlossen sperren gesperrt"),
    ("begrüße begrüßen befürworte unterstütze unterstützen", "ablehne ablehnen lehne lehnen"),
    ("ausbauen ausgebaut Ausbau bauen", "rückbauen zurückbauen Rückbau"),
    ("links linken linke", "rechts rechten rechte"),
    ("Sommer", "Winter"),
    ("morgens", "abends"),
    ("freiwillig", "verpflichtend Pflicht"),
    ("öffentlich", "privat"),
    ("kostenlos umsonst", "kostenpflichtig gebührenpflichtig"),
)


def folded(word: str) -> str:
    """One spelling: small letters, ss for ß, no umlauts, nothing that joins parts of a word."""
    small = _JOINTS.sub("", word).casefold()
    if small.isascii() and "e" not in small:
        return small
    return _WRITTEN_OUT.sub(lambda found: found.group()[0], small.translate(_UMLAUTS))


def stem(word: str) -> str:
    """A folded word without its endings; a number without the dots between its thousands."""
    if word[:1].isdigit():
        return word.replace(".", "") if _THOUSANDS.match(word) else word
    bare = word.removeprefix("fahr") if word.startswith("fahrrad") else word
    while True:
        found = _ENDING.search(bare)
        if found is None or found.start() < SHORTEST:
            found = _SHORT_ENDING.search(bare)
            if found is None or found.start() < SHORTEST - 1:
                break
        bare = bare[: found.start()]
    return bare[:-1] if bare.endswith("ss") else bare


def _all(words: str) -> frozenset[str]:
    return frozenset(map(folded, words.split()))


_UMLAUTS_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

FUNCTION = frozenset(
    spelt
    for word in _FUNCTION.casefold().split()
    for spelt in (word, word.translate(_UMLAUTS_WRITTEN_OUT))
)
"""Small words that say nothing of the matter; not folded, since "fordern" is not "fördern"."""

NEGATIONS = _all(_NEGATIONS)
"""Folded words that turn what stands beside them into its opposite."""

LESS = _all(_LESS)
"""Folded words that turn as well, and are told of."""

OF_NOUNS = ("kein", "ohne", "gegen")
"""Beginnings of negations that turn the next noun, whatever stands between."""

BEFORE = _all(_BEFORE)
"""Folded words before the lesser of two things: "Vorrang vor", "wichtiger als", "statt"."""

DIRECTIONS = {
    stem(word): (axis if side == 0 else -axis)
    for axis, sides in enumerate(_OPPOSITES, start=1)
    for side, words in enumerate(sides)
    for word in _all(words)
}
"""Stems of words that have an opposite: an axis, negative for its other end."""
