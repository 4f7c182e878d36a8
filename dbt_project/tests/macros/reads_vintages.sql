-- Each line: what is written, what must be read.
with

examples (written, expected) as (

    values
    ('2022', 2022),
    ('2022.0', 2022),
    ('1998', 1998),
    ('22', null),
    ('3022', null),
    ('NM', null),
    (null, null)

)

select
    written,
    expected,
    {{ vintage('written') }} as found
from examples
where {{ vintage('written') }} is distinct from expected
