-- Each line: what is written, what must be read.
with

examples (written, expected) as (

    values
    ('Oui', true),
    ('VRAI', true),
    ('1', true),
    ('non', false),
    ('0', false),
    ('peut-être', null),
    ('', null),
    (null, null)

)

select
    written,
    expected,
    {{ boolean_from_text('written') }} as found
from examples
where {{ boolean_from_text('written') }} is distinct from expected
