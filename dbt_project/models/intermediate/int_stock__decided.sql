{%- set content = columns_of('int_stock__decided', except=[
    'produit_key', 'is_in_latest_export', 'illisibles',
    'motif', 'export_date', '_file_id', '_line_number',
]) | join(', ') %}

with

lines as (

    select
        stock.article,
        stock.stock_total,
        stock.stock_reserve,
        coalesce(stock.date_snapshot, files.export_date) as date_snapshot,
        stock.illisibles,
        stock.motif as motif_lecture,
        coalesce(aliases.produit_key, stock.label_key) as produit_key,
        files.export_date,
        files.export_order,
        stock._file_id,
        stock._line_number

    from {{ ref('stg_isavigne__stock') }} as stock
    inner join {{ ref('int_files__dated') }} as files
        on stock._file_id = files.file_id
    left join {{ ref('int_produits__aliases') }} as aliases
        on stock.label_key = aliases.label_key

),

ranked as (

    select
        *,
        rank() over (
            partition by produit_key, motif_lecture order by export_order desc
        ) as lateness,
        ({{ content }}) = first_value(({{ content }})) over (
            partition by produit_key, motif_lecture
            order by export_order desc, _line_number desc
        ) as says_the_same,
        max(export_order) over () as latest_export

    from lines

),

int_stock__decided as (

    select
        produit_key,
        {{ content }},
        export_order = latest_export as is_in_latest_export,
        illisibles,
        {{ snapshot_verdict('motif_lecture') }} as motif,
        export_date,
        _file_id,
        _line_number

    from ranked

)

select * from int_stock__decided
