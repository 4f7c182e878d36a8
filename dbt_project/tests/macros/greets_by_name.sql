-- Each line: first and family name, the greeting.
with

examples (prenom, nom, expected) as (

    values
    ('Jeanne', 'Exemple', 'Bonjour Jeanne Exemple'),
    ('Jean', 'Jean Dupont', 'Bonjour Jean Dupont'),
    ('Jean', 'DUPONT JEAN', 'Bonjour Jean Dupont'),
    ('CHLOÉ', 'LE GOFF', 'Bonjour Chloé Le Goff'),
    ('anne', 'o''connor', 'Bonjour Anne O''Connor'),
    ('Jean-Luc', 'Dupont Jean-Luc', 'Bonjour Jean-Luc Dupont'),
    ('Jean Dupont', 'Dupont', 'Bonjour Jean Dupont'),
    ('Laurent', 'Laurent', 'Bonjour Laurent'),
    ('Marie', 'de la Tour', 'Bonjour Marie de la Tour'),
    ('Anne', 'Weber & Fils', 'Bonjour Anne Weber & Fils'),
    ('Jeanne', null, 'Bonjour Jeanne'),
    (null, 'Dupont', 'Bonjour')

)

select
    prenom,
    nom,
    expected,
    {{ greeting('prenom', 'nom') }} as found
from examples
where {{ greeting('prenom', 'nom') }} is distinct from expected
