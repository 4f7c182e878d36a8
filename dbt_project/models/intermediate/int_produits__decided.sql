{%- set content = columns_of('int_produits__decided', except=[
    'produit_key', 'format', 'article', 'is_in_latest_export', 'is_in_latest_of_wine',
    'illisibles', 'motif', 'export_date', '_file_id', '_line_number',
]) | join(', ') %}

with

words as (

    select
        {{ label_key('word') }} as actif_word,
        bool_and(is_on_sale) as is_on_sale
    from {{ ref('actif_words') }}
    group by {{ label_key('word') }}

),

lines as (

    select
        produits.*,
        coalesce(aliases.produit_key, produits.label_key) as produit_key,
        -- Written, a word the seed does not know means no.
        case
            when produits.actif_word is not null then coalesce(words.is_on_sale, false)
        end as actif,
        coalesce(articles.singulier, produits.article, {{ bottle() }}) as format,
        files.export_date,
        files.export_order

    from {{ ref('stg_isavigne__produits') }} as produits
    inner join {{ ref('int_files__dated') }} as files
        on produits._file_id = files.file_id
    left join {{ ref('int_produits__aliases') }} as aliases
        on produits.label_key = aliases.label_key
    left join {{ ref('articles') }} as articles on produits.article = articles.article
    left join words on produits.actif_word = words.actif_word

),

ranked as (

    select
        *,
        row_number() over latest_first as lateness,
        ({{ content }})
        = first_value(({{ content }})) over latest_first as says_the_same,
        max(export_order) over () as latest_export,
        max(export_order) over (partition by produit_key) as latest_of_wine

    from lines
    window latest_first as (
        partition by produit_key, format
        order by export_order desc, _line_number desc
    )

),

int_produits__decided as (

    select
        produit_key,
        format,
        article,
        {{ content }},
        export_order = latest_export as is_in_latest_export,
        export_order = latest_of_wine as is_in_latest_of_wine,
        illisibles,
        {{ snapshot_verdict('motif') }} as motif,
        export_date,
        _file_id,
        _line_number

    from ranked

)

select * from int_produits__decided
