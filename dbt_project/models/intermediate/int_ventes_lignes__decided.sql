-- Decides of every sales line whether it is kept. A new line reopens its document:
-- the lines already known of the same customer and document are decided again with
-- it, so that the order in which files arrive never matters.

{{ config(
    materialized='incremental',
    unique_key=['_file_id', '_line_number'],
    indexes=[
        {'columns': ['_file_id', '_line_number'], 'unique': true},
        {'columns': ['client_code', 'document_id']},
    ],
) }}

{%- set columns = [
    'client_code', 'document_id', 'document_type', 'document_no', 'order_detail_no',
    'produit_key', 'produit_label', 'article', 'date_livraison', 'qty_line', 'pu_ht',
    'mt_ht', 'mt_ttc', 'marge', 'email', 'code_postal', 'ville', 'motif_lecture',
    'export_date', '_file_id', '_line_number', 'regles',
] | join(', ') %}
{%- set figures = 'qty_line, article, pu_ht, mt_ht, mt_ttc, marge' %}

with

new_files as (

    select
        files.file_id,
        files.export_date,
        rules.regles

    from {{ ref('stg_isavigne__files') }} as files
    cross join {{ ref('int_ventes_lignes__rules') }} as rules
    {% if is_incremental() %}
    where
        not exists (
            select 1 from {{ this }} as known
            where known._file_id = files.file_id and known.regles = rules.regles
        )
    {% endif %}

),

new_lines as (

    select
        lines.*,
        lines.motif as motif_lecture,
        new_files.export_date,
        new_files.regles,
        coalesce(aliases.produit_key, lines.label_key) as produit_key,
        {{ document_id(
            'lines.document_type', 'lines.document_no', 'lines.date_livraison'
        ) }} as document_id

    from {{ ref('stg_isavigne__ventes_lignes') }} as lines
    inner join new_files on lines._file_id = new_files.file_id
    left join {{ ref('int_produits__aliases') }} as aliases
        on lines.label_key = aliases.label_key
    -- Says the join once more as a constant, which lets PostgreSQL read the lines of
    -- new files through the index instead of reading every line and joining then.
    where
        lines._file_id
        = any(array(select only_new.file_id from new_files as only_new))

),

lines as (

    select {{ columns }} from new_lines
    {% if is_incremental() %}
    union all
    select {{ columns }} from {{ this }}
    where
        (client_code, document_id) in (
            select
                new_lines.client_code,
                new_lines.document_id
            from new_lines
        )
        and _file_id not in (select new_files.file_id from new_files)
    {% endif %}

),

-- An export without line numbers and one with them name the same lines differently:
-- whichever spoke of a wine of a document last, in its own way, stands for it.
positioned as (

    select
        *,
        rank() over (
            partition by client_code, document_id, produit_key
            order by export_date, _file_id
        ) as export_rank

    from lines
    where motif_lecture is null

),

compared as (

    select
        *,
        max(export_rank) filter (where order_detail_no is null) over (
            partition by client_code, document_id, produit_key
        ) as last_unnumbered,
        max(export_rank) filter (where order_detail_no is not null) over (
            partition by client_code, document_id, produit_key
        ) as last_numbered,
        row_number() over same_line as lateness,
        ({{ figures }}) as figures,
        first_value(({{ figures }})) over same_line as kept_figures

    from positioned
    window same_line as (
        partition by client_code, document_id, produit_key, order_detail_no
        order by export_date desc, _file_id desc, _line_number desc
    )

),

int_ventes_lignes__decided as (

    select
        {{ columns }},
        case
            when export_rank < last_unnumbered and order_detail_no is not null
                then 'remplacee'
            when export_rank < last_numbered and order_detail_no is null
                then 'remplacee'
            when lateness = 1 then null
            when figures = kept_figures then 'doublon'
            else 'remplacee'
        end as motif,
        -- Worked out here, once per line decided: its readers compare every line.
        md5(concat_ws('|', document_id, produit_key, order_detail_no))::uuid as ligne_id

    from compared

    union all

    select
        {{ columns }},
        motif_lecture as motif,
        null as ligne_id
    from lines
    where motif_lecture is not null

)

select * from int_ventes_lignes__decided
