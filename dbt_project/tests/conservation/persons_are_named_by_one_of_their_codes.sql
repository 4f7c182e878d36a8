-- A master is a code and its own master; codes the owner parted are not together.

{{ config(
    severity='error',
    meta={
        'owner': 'vigneron',
        'libelle': 'Des codes client séparés à la main sont restés ensemble',
        'remede': "Vérifiez la table des codes séparés, puis relancez `make weekly`.",
    },
) }}

with

clients as (

    select * from {{ ref('clients') }}

),

astray as (

    select
        clients.client_code,
        clients.master_client_code
    from clients
    left join clients as masters on clients.master_client_code = masters.client_code
    where masters.master_client_code is distinct from clients.master_client_code

),

together as (

    select
        clients.client_code,
        clients.master_client_code
    from {{ ref('client_liens') }} as liens
    inner join clients on {{ code_text('liens.client_code_a') }} = clients.client_code
    inner join clients as others
        on {{ code_text('liens.client_code_b') }} = others.client_code
    where
        liens.decision = 'separer'
        and clients.master_client_code = others.master_client_code

)

select * from astray
union all
select * from together
