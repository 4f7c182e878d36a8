-- Each line: a document's type, number and date, what identifies it.
with

examples (document_type, document_no, document_date, expected) as (

    values
    ('VENTE', 'V0001', '2025-12-27'::date, 'VENTE|V0001|2025-12-27'),
    ('VENTE', 'V0001', '2026-12-27', 'VENTE|V0001|2026-12-27'),
    ('AVOIR', 'V0001', '2025-12-27', 'AVOIR|V0001|2025-12-27'),
    (null, 'V0001', '2025-12-27', null),
    ('VENTE', null, '2025-12-27', null),
    ('VENTE', 'V0001', null, null)

)

select
    expected,
    {{ document_id('document_type', 'document_no', 'document_date') }} as found
from examples
where
    {{ document_id('document_type', 'document_no', 'document_date') }}
    is distinct from expected
