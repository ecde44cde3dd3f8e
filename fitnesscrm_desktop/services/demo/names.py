"""Names of people who do not exist, from many places; written for this program."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamePool:
    """First and last names that go together, and how many of a hundred clients come from here."""

    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _pool(share: int, women: str, men: str, families: str) -> NamePool:
    return NamePool(
        share, *(tuple(name.replace("_", " ") for name in part.split()) for part in (women, men, families))
    )


POOLS: tuple[NamePool, ...] = (
    _pool(
        30,
        "Aoife Ciara Niamh Saoirse Aisling Orla Sinéad Gráinne Róisín Maeve Fiona Deirdre Clodagh Eimear "
        "Caoimhe Emma Sarah Laura Rachel Kate Hannah Grace Sophie Amy Rebecca Claire Helen Nora Alice Julia",
        "Conor Seán Cian Oisín Darragh Eoin Liam Patrick Declan Ronan Fionn Cormac Niall Brendan Kevin "
        "James Daniel Michael Thomas Jack Adam David Mark Stephen Robert Peter Andrew Colm Donal Shane",
        "Byrne Doyle Walsh O'Brien O'Connor Kelly Murphy Ryan Nolan Kavanagh Brennan Flynn Gallagher "
        "Doherty Quinn Lynch Keane McCarthy FitzGerald Power Moran Hayes Casey Foley Sheridan Barrett "
        "Clarke Hughes Dunne Farrell",
    ),
    _pool(
        12,
        "Emily Charlotte Olivia Jessica Lucy Victoria Abigail Chloe Megan Zoë Georgia Harriet Naomi Bethany "
        "Isla",
        "George Harry Oliver Charlie Edward William Samuel Lewis Callum Duncan Angus Euan Rhys Gareth Owen",
        "Smith Taylor Brown Wilson Evans Roberts Wright Thompson Campbell Stewart MacLeod Morgan Price "
        "Bennett Carter Turner Parker Cooper Ward Ashworth-Bell",
    ),
    _pool(
        10,
        "Agnieszka Katarzyna Magdalena Małgorzata Zofia Alicja Joanna Monika Ewa Karolina Dorota Beata",
        "Tomasz Piotr Paweł Krzysztof Łukasz Marcin Michał Jakub Wojciech Grzegorz Rafał Mateusz",
        "Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Dąbrowski Kozłowski "
        "Jabłoński Mazur",
    ),
    _pool(
        7,
        "Mariana Beatriz Camila Fernanda Larissa Juliana Bruna Inês Catarina Leonor",
        "João Thiago Gustavo Rafael Felipe Bruno Diogo Tiago Gonçalo Rodrigo",
        "Silva Santos Oliveira Souza Pereira Costa Carvalho Ribeiro Almeida Magalhães Araújo Conceição",
    ),
    _pool(
        7,
        "Priya Ananya Kavya Divya Meera Lakshmi Nisha Pooja Sneha Aditi Fatima Ayesha",
        "Arjun Rahul Vikram Rohan Sanjay Karthik Aditya Nikhil Imran Bilal Suresh Anil",
        "Sharma Patel Iyer Nair Reddy Gupta Menon Desai Chatterjee Khan Ahmed Pillai Subramanian",
    ),
    _pool(
        6,
        "Lucía Carmen Marta Elena Paula Andrea Sofía Valentina Noelia Pilar",
        "Javier Álvaro Sergio Pablo Diego Íñigo Mateo Andrés Raúl Joaquín",
        "García Martínez López Hernández Fernández Ruiz Muñoz Ibáñez Domínguez Vargas de_la_Fuente Núñez",
    ),
    _pool(
        5,
        "Greta Lena Johanna Katharina Ulrike Anneliese Svenja Frauke",
        "Hannes Jürgen Matthias Sören Lukas Florian Björn Dietrich",
        "Müller Schmidt Weber Schäfer Köhler Groß Vogel Lindner Krüger von_Ahlen Weiß",
    ),
    _pool(
        4,
        "Chiara Giulia Francesca Alessia Martina Ilaria",
        "Marco Luca Matteo Davide Lorenzo Niccolò",
        "Rossi Ferrari Esposito Ricci Marino Greco D'Angelo Lombardi De_Luca",
    ),
    _pool(
        4,
        "Camille Élodie Margaux Aurélie Noémie Amélie",
        "Antoine Étienne Rémi Mathieu Jérôme François",
        "Martin Dubois Lefèvre Moreau Girard Bélanger Le_Goff Rousseau",
    ),
    _pool(
        4,
        "Adaeze Chioma Ngozi Folake Amara Wanjiru Zanele Thandiwe",
        "Chukwuemeka Oluwaseun Babatunde Kwame Kofi Tendai Sipho Mwangi",
        "Okafor Adeyemi Balogun Mensah Asante Ndlovu Kamau Okonkwo Eze Osei",
    ),
    _pool(
        3,
        "Mei Xiu Jia Yuki Haruka Aiko Min-seo Ji-woo Linh Thuy",
        "Wei Hao Jun Kenji Hiroshi Takumi Min-jun Ji-ho Minh Quang",
        "Chen Wang Zhang Li Tanaka Sato Suzuki Kim Park Nguyen Tran Pham",
    ),
    _pool(
        3,
        "Elif Zeynep Ayşe Layla Yasmin Nour Shirin Rania",
        "Mehmet Emre Çağlar Omar Karim Youssef Farid Hassan",
        "Yılmaz Demir Şahin Öztürk Haddad Nasser Rahimi El-Masri Aziz",
    ),
    _pool(
        2,
        "Oksana Iryna Svitlana Daryna Ana Ioana Ivana Petra Zuzana",
        "Andriy Dmytro Oleksandr Bohdan Mihai Radu Ivan Jakov Ondřej",
        "Shevchenko Kovalenko Bondarenko Popescu Ionescu Horvat Novák Dvořák Đorđević",
    ),
    _pool(
        2,
        "Ingrid Astrid Freja Sanna Aino Ragnhild",
        "Lars Søren Anders Eero Mikael Håkon",
        "Hansen Johansson Nielsen Virtanen Sørensen Bjørnsdóttir Lindqvist Ångström",
    ),
    _pool(
        1,
        "Олена Наталія Ірина Ελένη Μαρία",
        "Андрій Сергій Дмитро Γιώργος Νίκος",
        "Шевчук Коваль Мельник Бойко Παπαδόπουλος",
    ),
)

_UNCOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "ı": "i", "æ": "ae", "þ": "th"}
)


def mail_name(text: str) -> str:
    """*text* as it may stand before the @ of an e-mail address; empty when no letter is left."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_UNCOMPOSED))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
