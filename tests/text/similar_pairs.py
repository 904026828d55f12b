"""Pairs of contributions to a Smart City charter: such as say the same, and such as do not."""

SAME = [
    ("Bitte mehr Radwege in der Altstadt!", "In der Altstadt brauchen wir mehr Radwege."),
    ("Mehr Bänke am Hafen bitte", "Wir wünschen uns mehr Bänke am Hafen!"),
    ("Freies WLAN in allen Schulen", "In den Schulen muss es endlich freies WLAN geben."),
    (
        "Die Straßenbeleuchtung am Knieperdamm sollte nachts gedimmt werden.",
        "Die Strassenbeleuchtung am Knieperdamm nachts dimmen, gedimmt werden sollte sie.",
    ),
    ("Grössere Müllbehälter an der Sundpromenade", "größere Müllbehälter an der Sundpromenade!!!"),
    ("Fuer Fussgaenger mehr Platz am Neuen Markt", "Mehr Platz für Fußgänger am Neuen Markt"),
    ("Alle Ämter sollen online erreichbar sein", "Das Amt soll auch online erreichbar sein."),
    ("Anträge online stellen können", "Einen Antrag möchte man online stellen"),
    (
        "Kein Parkhaus am Hafen, sondern Grünflächen!",
        "Am Hafen wollen wir kein Parkhaus, sondern Grünflächen.",
    ),
    ("Wir sind gegen ein Tempolimit.", "Wir wollen kein Tempolimit."),
    ("Tempo 30 in der Frankenstraße", "In der Frankenstraße bitte Tempo 30!"),
    ("Räder statt Autos am Neuen Markt", "Am Neuen Markt: Räder statt Autos"),
    ("Die Daten der Stadt sollen offen sein.", "Daten der Stadt: alle offen!"),
    (
        "Bürgerinnen und Bürger sollen über den Haushalt mitentscheiden.",
        "Bürger*innen sollen über den Haushalt mitentscheiden",
    ),
    ("Mehr Ladesäulen für E-Autos in Grünhufe", "In Grünhufe fehlen mehr Ladesäulen für E-Autos"),
    (
        "Fußgänger müssen Vorrang vor Autos haben, auch in der Innenstadt.",
        "In der Innenstadt sollen Fußgänger Vorrang vor Autos haben.",
    ),
    ("Der Bus nach Andershof soll öfter fahren", "Der Bus soll nach Andershof öfter fahren."),
    (
        "Die Rad\u00adwege entlang der Greifswalder Chaussee sind in schlechtem Zustand.",
        "Die Radwege entlang der Greifswalder Chaussee sind in einem schlechten Zustand",
    ),
    (
        "Der Spielplatz an der Weidenkultur braucht Schatten, weil es dort im Juli heiß ist.",
        "Der Spielplatz an der Weidenkultur braucht Schatten, denn dort ist es im Juli zu heiß!",
    ),
    ("Dafür!", "dafür"),
    ("Gut so!", "gut so."),
    (
        "Stralsund, den 12.11.2026: Am Hafen bequeme Bänke aufstellen!",
        "Stralsund, den 3. 12. 2026: am Hafen bequeme Bänke aufstellen",
    ),
    ("Bequeme Bänke am Hafen aufstellen", "Bequeme Ba\u0308nke am Hafen aufstellen"),
    ("Ein Trinkbrunnen auf dem Alten Markt", "Bitte ein Trinkbrunnen auf dem Alten Markt"),
    (
        "Sensoren sollen nur Daten sammeln, die die Stadt wirklich braucht.",
        "Sensoren der Stadt sollen nur die Daten sammeln, die sie wirklich braucht.",
    ),
]

DIFFERENT = [
    ("Wir wollen ein Tempolimit", "Wir wollen kein Tempolimit"),
    ("Wir sind für ein Parkhaus am Hafen.", "Wir sind gegen ein Parkhaus am Hafen."),
    ("Die App ist gut und einfach", "Die App ist nicht gut und einfach"),
    ("Räder statt Autos in der Altstadt", "Autos statt Räder in der Altstadt"),
    ("Ein Konzert mit Anmeldung am Hafen", "Ein Konzert ohne Anmeldung am Hafen"),
    (
        "Wir wollen, dass am Hafen ein Parkhaus gebaut wird.",
        "Wir wollen nicht, dass am Hafen ein Parkhaus gebaut wird.",
    ),
    ("Mehr Bänke am Hafen", "Mehr Bänke am Bahnhof"),
    ("Mehr Autos in der Innenstadt erlauben", "Weniger Autos in der Innenstadt erlauben"),
    ("Mehr Grün, weniger Autos am Markt", "Mehr Autos, weniger Grün am Markt"),
    ("Tempo 30 in der Frankenstraße", "Tempo 50 in der Frankenstraße"),
    (
        "Die Buslinie 3 soll am Wochenende öfter nach Knieper West fahren.",
        "Die Buslinie 6 soll am Wochenende öfter nach Knieper West fahren.",
    ),
    (
        "Fußgänger sollen Vorrang vor Autos haben, in der ganzen Stadt.",
        "Autos sollen Vorrang vor Fußgängern haben, in der ganzen Stadt.",
    ),
    ("Sicherheit ist wichtiger als Komfort.", "Komfort ist wichtiger als Sicherheit."),
    ("Gut so!", "Nicht gut so!"),
    ("Dafür", "Dagegen"),
    ("Gut so!", "So gut wie nichts"),
    ("Radwege", "Radwege fehlen"),
    (
        "Die Schwimmhalle soll erhalten bleiben und saniert werden.",
        "Die Schwimmhalle soll abgerissen werden und nicht saniert bleiben.",
    ),
    (
        "Autos in der Mühlenstraße am Samstag verbieten",
        "Autos in der Mühlenstraße am Samstag erlauben",
    ),
    (
        "Die Bibliothek soll samstags länger geöffnet sein, damit Familien kommen können.",
        "Das Schwimmbad soll samstags länger geöffnet sein, damit Familien kommen können.",
    ),
    (
        "Die Haltestelle am Knieperdamm braucht ein Dach und eine Bank, damit es trocken ist.",
        "Die Haltestelle am Tribseer Damm braucht ein Dach und eine Bank, damit es trocken ist.",
    ),
    ("Ja zum Radschnellweg nach Greifswald", "Nein zum Radschnellweg nach Greifswald"),
    (
        "Kameras am Bahnhof erhöhen die Sicherheit und werden gebraucht.",
        "Kameras am Bahnhof erhöhen nicht die Sicherheit und werden nicht gebraucht.",
    ),
    ("Der Strand soll im Sommer bewacht sein.", "Der Strand soll im Winter bewacht sein."),
    ("Digitale Angebote für Senioren", "Digitale Angebote für Jugendliche"),
    (
        "Das Ozeaneum soll für Kinder aus Stralsund kostenlos sein.",
        "Das Theater soll für Kinder aus Stralsund kostenlos sein.",
    ),
    ("Hunde am Strand von Devin anleinen", "Hunde am Strand von Devin nicht anleinen"),
    ("Bank vor dem Rathaus", "Bank hinter dem Rathaus"),
    ("Es braucht keinen Ausbau des Hafens", "Es braucht einen Ausbau des Hafens"),
    (
        "Papierformulare müssen neben dem digitalen Weg bleiben.",
        "Papierformulare müssen weg, es bleibt neben dem nur der digitale Weg.",
    ),
    ("Verwaltung ohne Papier bis 2030", "Verwaltung mit Papier bis 2030"),
    ("👍", "👎"),
    ("Bequeme Bänke am Hafen aufstellen", "Nein! Bequeme Bänke am Hafen aufstellen"),
    (
        "Die Verwaltung arbeitet bis 2030 komplett digital, zuerst das Bauamt und das Standesamt.",
        "Die Verwaltung arbeitet bis 2040 komplett digital, zuerst das Bauamt und das Standesamt.",
    ),
    (
        "Eine neue Turnhalle für die Schule, aber kein neues Stadion.",
        "Ein neues Stadion, aber keine neue Turnhalle für die Schule.",
    ),
    ("Der Radweg zur Schule ist sicher.", "Der Radweg zur Schule ist unsicher."),
    ("Die Stadt soll Daten verkaufen dürfen.", "Die Stadt soll keine Daten verkaufen dürfen."),
    (
        "Der Radweg an der Prohner Straße soll auf der linken Seite gebaut werden.",
        "Der Radweg an der Prohner Straße soll auf der rechten Seite gebaut werden.",
    ),
    (
        "Statt Sensoren brauchen wir Personal im Ordnungsamt.",
        "Statt Personal brauchen wir Sensoren im Ordnungsamt.",
    ),
    (
        "Ladesäulen gehören in jedes Wohngebiet, auf Kosten der Stadt.",
        "Ladesäulen gehören in jedes Wohngebiet, nicht auf Kosten der Stadt.",
    ),
    (
        "Alle sollen mitreden dürfen, auch Kinder und Jugendliche ab 12 Jahren.",
        "Alle sollen mitreden dürfen, auch Kinder und Jugendliche ab 16 Jahren.",
    ),
]
