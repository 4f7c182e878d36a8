-- Each line: what is written, what must be read.
with

examples (written, expected) as (

    values
    ('Jean', 'Jean'),
    ('Na Li', 'Na Li'),
    ('N/A', null),
    ('null', null),
    ('#N/A', null),
    ('NaN', null),
    ('-', null),
    ('?', null),
    ('Non renseigné', null),
    ('XXX', null),
    ('yyy', null),
    ('nan', null),
    ('Nan', 'Nan'),
    ('#REF!', null),
    ('#NOM?', null),
    ('#12 rue Haute', '#12 rue Haute'),
    ('0', null),
    ('Prénom', null),
    ('À compléter', null),
    ('(vide)', null),
    ('à définir', null),
    ('n.d.', null),
    ('keine Angabe', null),
    ('Aucun', null),
    ('67', '67'),
    (null, null)

)

select
    written,
    expected,
    {{ known_text('written') }} as found
from examples
where
    {{ known_text('written') }} is distinct from expected
    or {{ known_text("'67'::text", 'alpha') }} is not null
