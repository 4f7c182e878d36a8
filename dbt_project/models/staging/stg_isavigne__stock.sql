with

source as (

    select
        _file_id,
        _line_number,
        {{ clean_columns([
            'produit', 'stock_total', 'stock_reserve', 'date_snapshot',
        ]) }}

    from {{ source('raw', 'stock') }}

),

read as (

    select
        -- ids
        {{ label_key('produit') }} as label_key,

        -- text
        produit as produit_label,

        -- numerics
        {{ number_from_text('stock_total') }} as stock_total,
        stock_reserve as stock_reserve_text,
        {{ number_from_text('stock_reserve') }} as stock_reserve,

        -- dates
        date_snapshot as date_snapshot_text,
        {{ date_from_text('date_snapshot') }} as date_snapshot,

        -- lineage
        _file_id,
        _line_number

    from source

),

stg_isavigne__stock as (

    select
        label_key,
        produit_label,
        stock_total,
        stock_reserve,
        date_snapshot,
        {{ unreadable_columns(['stock_reserve', 'date_snapshot']) }} as illisibles,
        case
            when label_key is null then 'produit_manquant'
            when stock_total is null then 'stock_invalide'
        end as motif,
        _file_id,
        _line_number

    from read

)

select * from stg_isavigne__stock
