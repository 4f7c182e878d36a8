-- Each line: what is written, what must be read.
with

examples (written, expected) as (

    values
    ('  zz-00 001 ', 'ZZ00001'),
    ('ZZ00001', 'ZZ00001'),
    ('é-12', 'E12'),
    (e'CL\u00a0001', 'CL001'),
    ('Carton 6', 'CARTON6'),
    ('--', null),
    ('', null),
    (null, null)

)

select
    written,
    expected,
    {{ code_text('written') }} as found
from examples
where {{ code_text('written') }} is distinct from expected
