"""What the columns of a client list are called in other programs and other languages."""

from __future__ import annotations

from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.imports.results import ImportField

_NAMES = {
    ImportField.FIRST_NAME: (
        "first name|firstname|first|given name|given|forename|christian name|vorname|rufname|prenom|"
        "nombre|nombre de pila|nome|primeiro nome|nome proprio|имя|ім'я|імя|imie|jmeno|krestni jmeno|"
        "meno|voornaam|fornavn|fornamn|etunimi|ad|adi|isim|keresztnev|prenume|onoma|ονομα|ime|名|名字"
    ),
    ImportField.LAST_NAME: (
        "last name|lastname|last|surname|family name|familyname|family|nachname|familienname|zuname|nom|"
        "nom de famille|apellido|apellidos|primer apellido|cognome|sobrenome|apelido|фамилия|прізвище|"
        "nazwisko|prijmeni|priezvisko|achternaam|familienaam|etternavn|efternavn|efternamn|sukunimi|"
        "soyad|soyadi|vezeteknev|nume|nume de familie|επωνυμο|prezime|姓|姓氏"
    ),
    ImportField.FULL_NAME: (
        "name|full name|fullname|client|client name|member|member name|customer|customer name|"
        "contact name|kunde|kundenname|mitglied|mitgliedsname|vollstandiger name|vor- und nachname|"
        "nom complet|nom et prenom|membre|cliente|nombre completo|nombre y apellidos|nome completo|"
        "nome e cognome|фио|ф.и.о.|полное имя|клиент|піб|imie i nazwisko|klient|naam|volledige naam|navn|"  # noqa: RUF001 - Cyrillic on purpose
        "namn|nimi|ad soyad|姓名"
    ),
    ImportField.EMAIL: (
        "email|e-mail|e mail|mail|email address|e-mail address|emailaddress|e-mail-adresse|mailadresse|"
        "adresse e-mail|adresse mail|courriel|correo|correo electronico|posta elettronica|"
        "endereco de e-mail|электронная почта|эл. почта|почта|имейл|adres e-mail|e-mailadres|e-post|"
        "epost|eposta|sahkoposti|メール|邮箱|电子邮件"
    ),
    ImportField.PHONE: (
        "phone|phone number|phonenumber|telephone|tel|tel.|mobile|mobile phone|mobile number|cell|"
        "cell phone|cellphone|telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|"
        "rufnummer|telefono|movil|celular|cellulare|telemovel|telefone|portable|numero de telephone|"
        "телефон|тел.|мобильный|номер телефона|telefon komorkowy|komorka|telefoon|telefoonnummer|mobiel|"
        "puhelin|telefon numarasi|τηλεφωνο|電話|电话|手机"
    ),
    ImportField.BORN: (
        "born|birth date|birthdate|birthday|date of birth|dateofbirth|dob|b-day|geburtsdatum|geburtstag|"
        "geboren|geb.|geb.-datum|date de naissance|naissance|ne(e) le|fecha de nacimiento|nacimiento|"
        "data di nascita|nascita|data de nascimento|nascimento|дата рождения|день рождения|"
        "дата народження|data urodzenia|datum narozeni|datum narodenia|geboortedatum|fodselsdato|"
        "fodselsdag|fodelsedatum|syntymaaika|dogum tarihi|szuletesi datum|data nasterii|"
        "ημερομηνια γεννησης|生日|出生日期|生年月日"
    ),
    ImportField.STREET: (
        "street|street address|address|address 1|address line 1|strasse|straße|strasse und hausnummer|"
        "anschrift|adresse|rue|calle|direccion|domicilio|via|indirizzo|rua|morada|endereco|улица|адрес|"
        "вулиця|ulica|adres|ulice|straat|gate|gata|katuosoite|osoite|sokak|cim|strada|οδος|地址|住所"
    ),
    ImportField.POSTAL_CODE: (
        "postal code|postcode|post code|zip|zip code|zipcode|plz|postleitzahl|code postal|cp|"
        "codigo postal|cap|cep|индекс|почтовый индекс|kod pocztowy|psc|postnummer|postnr|postinumero|"
        "posta kodu|iranyitoszam|cod postal|邮编|郵便番号"
    ),
    ImportField.CITY: (
        "city|town|ort|stadt|wohnort|ville|commune|ciudad|poblacion|localidad|citta|comune|cidade|"
        "localidade|город|місто|miasto|miejscowosc|mesto|plaats|woonplaats|poststed|stad|by|kaupunki|"
        "sehir|il|varos|oras|πολη|城市|市"
    ),
    ImportField.COUNTRY: (
        "country|land|pays|pais|paese|страна|країна|kraj|zeme|krajina|maa|ulke|orszag|tara|χωρα|国家|国"
    ),
    ImportField.MEMBER_NUMBER: (
        "member number|member no|member no.|member id|membership number|membership no|client number|"
        "client id|customer number|customer id|customer no|number|no.|id|mitgliedsnummer|mitglieds-nr.|"
        "mitgliedsnr|kundennummer|kunden-nr.|nummer|nr|nr.|numero de membre|numero d'adherent|"
        "numero client|numero de socio|numero de cliente|socio|numero socio|numero cliente|tessera|номер|"
        "номер клиента|номер карты|numer|numer klienta|numer czlonkowski|lidnummer|klantnummer|"
        "medlemsnummer|jasennumero|uye no|会员号|会員番号"
    ),
    ImportField.CODE: (
        "code|card|card number|card no|card id|barcode|fob|rfid|key card|access code|karte|kartennummer|"
        "karten-nr.|chip|chipnummer|transponder|carte|numero de carte|badge|tarjeta|numero de tarjeta|"
        "codigo|carta|cartao|карта|штрихкод|код|karta|numer karty|kod|kaart|kaartnummer|kort|kortnummer|"
        "kortti|kart|kart no|卡号|カード番号"
    ),
    ImportField.TAGS: (
        "tags|tag|labels|label|groups|group|category|categories|gruppe|gruppen|kategorie|kategorien|"
        "etiquette|etiquettes|groupe|groupes|etiquetas|etiqueta|grupo|grupos|etichetta|etichette|gruppo|"
        "теги|тег|метки|группа|grupa|znaczniki|stitky|groep|grupp|ryhma|etiket|标签|タグ"
    ),
    ImportField.NOTE: (
        "note|notes|comment|comments|remark|remarks|memo|notiz|notizen|bemerkung|bemerkungen|kommentar|"
        "anmerkung|remarque|remarques|commentaire|commentaires|nota|notas|comentario|comentarios|"
        "observaciones|osservazioni|commenti|observacoes|заметка|заметки|примечание|комментарий|примітка|"
        "uwagi|notatka|poznamka|poznamky|opmerking|opmerkingen|merknad|anteckning|huomautus|not|notlar|"
        "备注|備考"
    ),
    ImportField.EMERGENCY_NAME: (
        "emergency contact|emergency contact name|emergency name|in case of emergency|ice|notfallkontakt|"
        "notfall|kontakt im notfall|contact d'urgence|personne a prevenir|contacto de emergencia|"
        "contatto di emergenza|contato de emergencia|экстренный контакт|контакт для экстренной связи|"
        "kontakt w naglych wypadkach|noodcontact|nodkontakt|acil durum kisisi|紧急联系人"
    ),
    ImportField.EMERGENCY_PHONE: (
        "emergency phone|emergency contact phone|emergency number|emergency telephone|notfallnummer|"
        "notfalltelefon|notfall telefon|telephone d'urgence|telefono de emergencia|telefono di emergenza|"
        "telefone de emergencia|телефон для экстренной связи|telefon alarmowy|noodnummer|acil telefon|"
        "紧急电话"
    ),
    ImportField.MEDICAL_ALERT: (
        "medical alert|medical|medical notes|medical conditions|health|health notes|allergies|gesundheit|"
        "gesundheitshinweis|allergien|medizinischer hinweis|allergie|sante|alerte medicale|salud|"
        "alergias|alerta medica|salute|saude|здоровье|аллергия|противопоказания|zdrowie|alergie|"
        "gezondheid|saglik"
    ),
    ImportField.GOALS: (
        "goal|goals|target|training goal|ziel|ziele|trainingsziel|objectif|objectifs|objetivo|objetivos|"
        "obiettivo|obiettivi|цель|цели|cel|cele|doel|doelen|mal|hedef|目标"
    ),
    ImportField.REFERRAL_SOURCE: (
        "referral|referral source|referred by|source|how did you hear about us|lead source|empfehlung|"
        "empfohlen von|herkunft|quelle|parrainage|origine|recomendado por|origen|fuente|fonte|"
        "provenienza|origem|источник|откуда узнали|zrodlo|bron|kilde|kalla|lahde|kaynak|来源"
    ),
    ImportField.LANGUAGE: (
        "language|preferred language|mother tongue|locale|sprache|bevorzugte sprache|muttersprache|langue|"
        "langue preferee|idioma|lengua|lingua|idioma preferido|язык|мова|jezyk|jazyk|taal|sprak|kieli|dil|"
        "nyelv|limba|语言|言語"
    ),
    ImportField.JOINED_ON: (
        "joined|join date|date joined|member since|since|start date|registered|registration date|created|"
        "created at|signup date|beitritt|beitrittsdatum|eintritt|eintrittsdatum|mitglied seit|kunde seit|"
        "angemeldet am|inscription|date d'inscription|membre depuis|fecha de alta|alta|"
        "fecha de inscripcion|data iscrizione|iscritto dal|data de inscricao|дата регистрации|"
        "дата вступления|data dolaczenia|data zapisu|inschrijfdatum|lid sinds|innmeldt|medlem sedan|"
        "kayit tarihi|入会日期"
    ),
    ImportField.MEMBERSHIP: (
        "membership|membership type|plan|subscription|contract|tariff|package|membership plan|"
        "valid until|expires|expiry date|end date|mitgliedschaft|vertrag|tarif|abo|gultig bis|"
        "vertragsende|abonnement|forfait|abono|membresia|suscripcion|plan contratado|abbonamento|"
        "scadenza|assinatura|plano|абонемент|тариф|действует до|karnet|wazny do|clenstvi|permanentka|"
        "lidmaatschap|medlemskap|jasenyys|uyelik|会员类型"
    ),
}

FIELD_OF_WORD: dict[str, ImportField] = {
    fold(word): field for field, words in reversed(_NAMES.items()) for word in words.split("|")
}
"""The earlier field wins where two share a word."""
