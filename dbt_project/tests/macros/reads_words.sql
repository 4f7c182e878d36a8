-- Each line: what is written, what must be read.
with

examples (written, expected) as (

    values
    ('Désinscrit', 'desinscrit'),
    ('NON.', 'non'),
    ('STOP !', 'stop'),
    ('Opt-Out', 'opt out'),
    ('hard_bounce', 'hard bounce'),
    (e'ne\u00a0plus  contacter', 'ne plus contacter'),
    (e'ref\u200bus', 'refus'),
    ('ＯＵＩ', 'oui'),
    ('0,0', '0,0'),
    ('-1', '-1'),
    ('.', '.'),
    (null, null)

)

select
    written,
    expected,
    {{ word_text('written') }} as found
from examples
where {{ word_text('written') }} is distinct from expected
