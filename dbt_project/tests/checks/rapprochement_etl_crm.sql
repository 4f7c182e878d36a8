-- Every euro of the kept sales lines is in the figures, with and without tax.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Les montants des fiches clients ne sont pas ceux des ventes gardées',
    },
) }}

with

etl as (

    select
        {{ signed_amount('mt_ht') }} as mt_ht,
        {{ signed_amount('mt_ttc') }} as mt_ttc
    from {{ ref('ventes_lignes') }}

),

crm as (

    select
        coalesce(sum(mt_ht), 0) as mt_ht,
        coalesce(sum(mt_ttc), 0) as mt_ttc
    from {{ ref('customer_sales_lines') }}

),

customers as (

    select coalesce(sum(total_achats), 0) as mt_ht from {{ ref('customer_360') }}

)

select
    etl.mt_ht as etl_mt_ht,
    crm.mt_ht as crm_mt_ht,
    customers.mt_ht as customer_360_mt_ht,
    etl.mt_ttc as etl_mt_ttc,
    crm.mt_ttc as crm_mt_ttc
from etl
cross join crm
cross join customers
where etl.mt_ht <> crm.mt_ht or etl.mt_ttc <> crm.mt_ttc or crm.mt_ht <> customers.mt_ht
