"""Collections of contributions of which it is known who says the same."""

import random

_MATTERS = (
    "sichere Fahrradständer|öffentliche Toiletten|schattige Sitzbänke|freies WLAN"
    "|barrierefreie Rampen|hellere Laternen|einen Trinkbrunnen|einen Spielplatz"
    "|eine Ladesäule|einen Zebrastreifen"
    "|Mülleimer mit Deckel|einen Bücherschrank|eine Messstation für Lärm|mehr Stadtbäume"
    "|ein Fahrgastdisplay|eine Paketstation|eine Reparaturwerkstatt|ein Jugendcafé"
    "|einen Wochenmarkt|abgesenkte Bordsteine|eine Mitfahrbank|einen Gemeinschaftsgarten"
    "|ein Leitsystem für Blinde|eine Carsharingstation|eine Leihstation für Lastenräder"
    "|einen Fitnessparcours|eine Sprechstunde der Verwaltung|ein Servicecenter"
    "|digitale Parkanzeigen|eine Notrufsäule"
)
_PLACES = (
    "am Hafen|am Bahnhof|am Neuen Markt|am Knieperteich|an der Sundpromenade|in Grünhufe"
    "|in Andershof|in Knieper West|in der Frankenvorstadt|am Strelapark|am Ozeaneum|in Devin"
    "|am Theater|an der Schwimmhalle|in der Tribseer Siedlung|am Zoo|an der Hochschule"
    "|am Krankenhaus|auf dem Dänholm|in der Mühlenstraße|am Rathaus|an der Marienkirche"
    "|am Stadtwald|an der Burmeister-Schule|am Frankenteich"
)
_REASONS = (
    "Das würde älteren Menschen helfen.|Davon hätten alle etwas.|Touristen fragen danach."
    "|Andere Städte sind da weiter.|Die Kosten wären überschaubar.|Das fällt jeden Tag auf."
    "|Familien warten seit Jahren darauf.|Es geht um Sicherheit.|Dann käme ich öfter mit dem Rad."
)
_WANTED = (
    "Bitte {what} {where}!",
    "{Where} wünsche ich mir {what}.",
    "Wir brauchen dringend {what} {where}.",
    "{Where} sollte es {what} geben",
    "ich finde wir brauchen {what} {where}, bitte",
)
_UNWANTED = (
    "Wir sind gegen {what} {where}.",
    "{Where} bitte nicht auch noch {what}!",
    "Ich bin dagegen: nicht {what} {where}!",
)

_LETTER = (
    "Sehr geehrte Damen und Herren, zum Entwurf der Charta nehme ich wie folgt Stellung. Die"
    " geplante Digitalisierung der Verwaltung darf niemanden ausschließen. Wer kein Smartphone"
    " besitzt, muss weiterhin persönlich bedient werden, und zwar ohne längere Wartezeiten als"
    " bisher. Ich fordere deshalb, dass in jedem Stadtteil ein Bürgerbüro mit festen"
    " Öffnungszeiten erhalten bleibt. Formulare sollen auch künftig auf Papier ausliegen."
    " Außerdem erwarte ich eine jährliche Auswertung, wie viele Anträge auf welchem Weg gestellt"
    " wurden, und eine öffentliche Beratung darüber in der Bürgerschaft."
)
_OWN = (
    "Ich wohne seit 40 Jahren in der Frankenvorstadt.|Meine Mutter ist 86 und sieht nicht mehr gut."
    "|Das ist mir sehr wichtig.|Mit freundlichen Grüßen, ein Bürger|Stralsund, den 12.11.2026"
    "|Bitte antworten Sie mir.|Viele Nachbarn denken genauso.|Danke für Ihre Arbeit!"
)

Known = dict[int, tuple[str, object]]
"""Texts by their ids, each with what it says; equal values say the same."""


def planted(count: int, seed: int, reasons: float, largest: int = 6) -> Known:
    """Wishes of a sentence or two; for each matter and place one to `largest` say the same.

    Frames come again and again, as they do where people write; `reasons` is the share of texts
    with a sentence more.
    """
    chance = random.Random(seed)
    subjects = [
        (what, where, wanted)
        for what in _MATTERS.split("|")
        for where in _PLACES.split("|")
        for wanted in (True, False)
    ]
    chance.shuffle(subjects)
    known: Known = {}
    while len(known) < count:
        what, where, wanted = subjects[len(known) % len(subjects)]
        for _ in range(min(chance.choice((1, 1, 1, 2, largest)), count - len(known))):
            frame = chance.choice(_WANTED if wanted else _UNWANTED)
            wish = frame.format(what=what, where=where, Where=where[0].upper() + where[1:])
            reason = chance.choice(_REASONS.split("|")) if chance.random() < reasons else ""
            known[len(known)] = (f"{wish} {reason}".strip(), (what, where, wanted))
    return known


def form_letters(count: int, seed: int) -> list[str]:
    """One letter, sent by many who changed a little: a sentence more, a word less, a typo."""
    chance = random.Random(seed)
    return [_changed(_LETTER, chance) for _ in range(count)]


def opposing_letter() -> str:
    """The letter, its demand turned round."""
    turned = _LETTER.replace("darf niemanden ausschließen", "darf ruhig einige ausschließen")
    return turned.replace("ein Bürgerbüro", "kein Bürgerbüro")


def _changed(letter: str, chance: random.Random) -> str:
    words = letter.split()
    for _ in range(chance.randrange(4)):
        at = chance.randrange(8, len(words) - 1)
        if chance.random() < 0.5:
            words[at] = words[at][:7] + words[at][8:]
        elif len(words[at]) > 5:
            del words[at]
    own = chance.sample(_OWN.split("|"), chance.randrange(3))
    return " ".join([*own[:1], *words, *own[1:]])
