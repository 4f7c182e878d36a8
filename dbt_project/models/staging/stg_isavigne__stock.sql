with

source as (

    {{ clean_columns(source('raw', 'stock'), [
        'produit', 'article', 'stock_total', 'stock_reserve', 'date_snapshot',
    ]) }}

),

stg_isavigne__stock as (

    select
        read.*,
        {{ unreadable_columns(['stock_reserve', 'date_snapshot']) }} as illisibles,
        case
            when read.label_key is null then 'produit_manquant'
            when read.stock_total is null then 'stock_invalide'
        end as motif,
        source._file_id,
        source._line_number

    from source
    cross join lateral (
        select
            -- ids
            {{ label_key('source.produit') }} as label_key,

            -- text
            source.produit as produit_label,
            {{ code_text('source.article') }} as article,

            -- numerics
            {{ number_from_text('source.stock_total') }} as stock_total,
            {{ number_from_text('source.stock_reserve') }} as stock_reserve,

            -- dates
            {{ date_from_text('source.date_snapshot') }} as date_snapshot
        limit 1  -- noqa: AM09
    ) as read

)

select * from stg_isavigne__stock
