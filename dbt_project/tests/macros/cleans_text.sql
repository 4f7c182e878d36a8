-- Each line: what is written, what must be read.
with

examples (written, expected) as (

    values
    ('  a b ', 'a b'),
    (e'\u00a0\u202fa\t\r\n', 'a'),
    (e'\ufeffa', 'a'),
    (e' \u00a0', null),
    ('', null),
    (null, null)

)

select
    written,
    expected,
    {{ clean_text('written') }} as found
from examples
where {{ clean_text('written') }} is distinct from expected
