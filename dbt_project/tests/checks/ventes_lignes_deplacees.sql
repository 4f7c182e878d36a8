-- Lines that may count twice: one document under two customers, at two days or of two
-- types (int_ventes_lignes__doubted says how they are found).

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente peut-être comptées deux fois : même document sous deux clients, à deux dates ou de deux types',
    },
) }}

with

lines as (

    select
        ventes.*,
        doubted.doubt
    from {{ ref('int_ventes_lignes__doubted') }} as doubted
    inner join {{ ref('ventes_lignes') }} as ventes
        on
            doubted._file_id = ventes._file_id
            and doubted._line_number = ventes._line_number

)

select
    document_id,
    produit_key,
    array_agg(distinct client_code) as client_codes,
    sum(mt_ht) as mt_ht
from lines
where doubt = 'plusieurs_clients'
group by document_id, produit_key

union all

select
    document_id,
    produit_key,
    array[client_code] as client_codes,
    mt_ht
from lines
where doubt = 'deplacee'
