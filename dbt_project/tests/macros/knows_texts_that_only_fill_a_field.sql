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
    (null, null)

)

select
    written,
    expected,
    {{ known_text('written') }} as found
from examples
where {{ known_text('written') }} is distinct from expected
