-- Each line: what is written, what must be read.
with

examples (written, expected) as (

    values
    ('1234', 1234::numeric),
    ('-12,5', -12.5),
    ('1234.56', 1234.56),
    ('1 234,56', 1234.56),
    (e'1\u00a0234,56', 1234.56),
    (e'12\u202f345\u202f678,9', 12345678.9),
    ('1.234,56', 1234.56),
    ('1,234.56', 1234.56),
    ('1.234.567', 1234567),
    ('1,234', 1.234),
    ('12,50 €', 12.50),
    (e'12,50\u00a0€', 12.50),
    ('€ 12', 12),
    ('12.00 EUR', 12),
    ('-12,50 €', -12.50),
    ('(12,50)', -12.50),
    ('(1 234,56 €)', -1234.56),
    ('12,50-', -12.50),
    (e'1\u2009234,56', 1234.56),
    ('-5', -5),
    ('(5)', -5),
    ('5-', -5),
    (e'\u22123', -3),
    ('+3', 3),
    (',5', 0.5),
    ('1.5E3', 1500),
    ('0', 0),
    ('12 34', null),
    ('1 23,4', null),
    ('12€50', null),
    ('-(5)', null),
    ('--5', null),
    ('5)', null),
    ('1,2,3', null),
    ('1.234,5,6', null),
    ('12 btl', null),
    ('5E', null),
    ('R12', null),
    ('(-5)', null),
    (e'1\u20092 34', null),
    ('NaN', null),
    ('.', null),
    ('-', null),
    ('', null),
    (null, null),
    (repeat('9', 50), null)

)

select
    written,
    expected,
    {{ number_from_text('written') }} as found
from examples
where {{ number_from_text('written') }} is distinct from expected
