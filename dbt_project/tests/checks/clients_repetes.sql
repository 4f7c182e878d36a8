-- Two lines of one customer code in one export: the last counts.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Fiches clients écartées : un même export répète le code avec une autre fiche',
    },
) }}

select
    rejected._file_id,
    rejected._line_number,
    kept._line_number as kept_line_number,
    rejected.client_code
from {{ ref('int_clients__decided') }} as rejected
inner join {{ ref('int_clients__decided') }} as kept
    on
        rejected.client_code = kept.client_code
        and rejected._file_id = kept._file_id
        and kept.motif is null
where rejected.motif = 'remplacee'
