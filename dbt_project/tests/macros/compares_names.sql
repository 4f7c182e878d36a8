-- Each line: two names at one address, whether they may be one person's.
with

examples (last_a, first_a, last_b, first_b, expected) as (

    values
    ('O''Connor', 'Anne', 'OConnor', 'Anne', true),
    ('Le Goff', 'Yann', 'LEGOFF', 'Yann', true),
    ('LEGOFF', 'Y.', 'Le Goff', 'Yann', true),
    ('N''Guyen', 'Linh', 'Nguyen', 'LINH', true),
    ('Martin', 'Jean-Luc', 'Martin', 'Jeanluc', true),
    ('Martin', 'Jeanluc', 'Martin Jean Luc', null, true),
    ('Mueller', 'Eva', 'Müller', 'Eva', true),
    ('Muller', 'Eva', 'Mueller', 'Eva', true),
    ('de la Tour', 'Paul', 'Delatour', 'Paul', true),
    ('Dupont', 'Jean', 'DUPONT Jean', null, true),
    ('Dupont', 'J.', 'Dupont', 'Jean', true),
    ('Dupont', 'Jean', 'Dupont', 'Marie', false),
    ('Martin', 'Jean-Luc', 'Martin', 'Jean-Marc', false),
    ('Legoff', 'Yann', 'Le Gall', 'Yann', false),
    ('Laurent', 'Laurent', 'Laurent', 'Dominique', false),
    ('Lucas', 'Luc', 'Lucas', 'Marie', false),
    ('Jeanneret', 'Jean', 'Jeanneret', 'Paul', false),
    ('Durand', 'A.', 'Durand', 'B.', false),
    ('Dupont', 'D.', 'Dupont', 'Marie', false),
    ('Legoff', 'L.', 'Le Goff', 'Yann', false),
    ('Le Goff', 'G.', 'Legoff', 'Yann', false),
    ('Le Goff', 'L.', 'Legoff', 'Luc', true),
    ('van den Berg', 'P.', 'Vandenberg', 'Piet', true),
    ('Sørensen', 'Bo', 'Sorensen', 'Bo', true),
    ('St-Pierre', 'Luc', 'Saint-Pierre', 'Luc', true)

),

compared as (

    select
        *,
        {{ name_words('last_a', 'first_a') }} as words_a,
        {{ name_words('last_b', 'first_b') }} as words_b
    from examples

)

select *
from compared
where {{ name_within('words_a', 'words_b') }} is distinct from expected
