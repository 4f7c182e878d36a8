-- Decides of every sales line whether it is kept. A new line reopens its document:
-- the lines already known of the same type, number and year are decided again with it,
-- so that the order in which files arrive never matters.

{{ config(
    materialized='incremental',
    unique_key=['_file_id', '_line_number'],
    pre_hook=["{{ new_change() }}", "{{ delete_unloaded() }}"],
    post_hook=[
        "{{ keep_views() }}",
        "{{ let_go() }}",
        "{{ indexed_some('motif is null', 'client_code, date_livraison') }}",
        "{{ indexed_some('is_dropped_later') }}",
        "{{ analysed() }}",
    ],
    indexes=[
        {'columns': ['_file_id', '_line_number'], 'unique': true},
        {'columns': ['document_no', 'document_type']},
        {'columns': ['change_no']},
    ],
) }}

{%- set columns = [
    'client_code', 'document_id', 'document_type', 'document_no', 'order_detail_no',
    'produit_key', 'produit_label', 'article', 'date_livraison', 'qty_line', 'pu_ht',
    'mt_ht', 'mt_ttc', 'marge', 'email', 'code_postal', 'ville', 'motif_lecture',
    'ligne_id', '_file_id', '_line_number', 'regles',
] %}
{#- A column that is new has no values yet, and then every file is read again. #}
{%- set there = adapter.get_columns_in_relation(this) if is_incremental() else [] %}
{%- set known = there | map(attribute='name') | list %}
{%- set figures = [
    'client_code', 'date_livraison', 'produit_key', 'qty_line', 'article', 'pu_ht',
    'mt_ht', 'mt_ttc', 'marge',
] | join(', ') %}

{#- A content exported again is read again: its lines are later than they were. #}
{%- set dated_files %}
    select
        files.file_id,
        files.export_order,
        md5(concat_ws(
            '|',
            rules.regles,
            extract(epoch from files.exported_at),
            extract(epoch from files.modified_at)
        )) as regles

    from {{ ref('int_files__dated') }} as files
    cross join {{ ref('int_ventes_lignes__rules') }} as rules
{%- endset %}
{#- The files to read, by number: PostgreSQL then knows how few they are. #}
{%- set to_read = unread_files(this, dated_files) if is_incremental() else none %}

{#- Held by document, where workers share the lines: each then sees whole documents. #}
{%- set read_lines %}
    select
        lines.*,
        coalesce(lines.document_no, '') as document_part,
        lines.motif as motif_lecture,
        new_files.export_order,
        new_files.regles,
        coalesce(aliases.produit_key, lines.label_key) as produit_key,
        {{ document_id(
            'lines.document_type', 'lines.document_no', 'lines.date_livraison'
        ) }} as document_id

    from {{ ref('stg_isavigne__ventes_lignes') }} as lines
    inner join ({{ dated_files }}) as new_files on lines._file_id = new_files.file_id
    left join {{ ref('int_produits__aliases') }} as aliases
        on lines.label_key = aliases.label_key
    {% if to_read is not none %}
    where lines._file_id in ({{ to_read }})
    {% endif %}
{%- endset %}

with

-- Materialised: workers do not know the number.
stamp as materialized (

    select {{ change_no() }} as change_no

),

{% if is_incremental() %}
files as (
    {{ dated_files }}

),

new_files as (

    select * from files
    where file_id in ({{ to_read }})

),

{% endif %}

read_lines as (
    {{ held_by(read_lines, 'document_part') }}

),

-- What a line is: its number on the document where it has one (`01` and `1.0`, as a
-- spreadsheet may leave it, are 1), whoever and whatever it is about, else its wine. No
-- sign that parts one from the next stands in a number: two documents share no line.
new_lines as (

    select
        *,
        extract(year from date_livraison) as document_year,
        case when motif_lecture is null then md5(
            case
                when order_detail_no is null
                    then concat_ws('|', client_code, document_id, produit_key)
                else concat_ws(
                    '|',
                    document_type,
                    document_no,
                    extract(year from date_livraison),
                    '#' || replace(
                        regexp_replace(
                            order_detail_no, '^0+(?=[0-9])|[.,]0+$', '', 'g'
                        ),
                        '|',
                        '/'
                    )
                )
            end
        )::uuid end as ligne_id

    from read_lines

),

{% if is_incremental() %}
known_lines as (

    select
        known.*,
        coalesce(known.document_no, '') as document_part,
        extract(year from known.date_livraison) as document_year,
        files.export_order
    from {{ this }} as known
    inner join files on known._file_id = files.file_id
    where
        (
            known.document_no,
            known.document_type,
            extract(year from known.date_livraison)
        ) in (
            select
                new_lines.document_no,
                new_lines.document_type,
                new_lines.document_year
            from new_lines
        )
        and known._file_id not in (select new_files.file_id from new_files)

),

{% endif %}
lines as (

    select
        {{ columns | join(', ') }},
        document_part,
        document_year,
        export_order
    from new_lines
    {% if is_incremental() %}
    union all
    select
        {%- for column in columns %}
        {{ column if column in known else 'null' }},
        {%- endfor %}
        document_part,
        document_year,
        export_order
    from known_lines
    {% endif %}

),

-- Whatever is compared stands in one document of one year, and each window narrows the
-- one before: PostgreSQL sorts the lines once. Lines that cannot be read pass through.
compared as (

    select
        *,
        motif_lecture is null as is_read,
        order_detail_no is not null as is_numbered,
        row_number() over same_line as lateness,
        ({{ figures }}) = first_value(({{ figures }})) over same_line as says_the_same,
        max(export_order) filter (
            where motif_lecture is null and order_detail_no is null
        ) over same_wine as wine_unnumbered,
        max(export_order) filter (
            where motif_lecture is null and order_detail_no is not null
        ) over same_wine as wine_numbered,
        max(export_order) filter (where motif_lecture is null)
            over same_day as document_shown,
        max(export_order) filter (
            where motif_lecture is null and order_detail_no is not null
        ) over same_document as document_numbered

    from lines
    window
        same_document as (partition by document_part, document_type, document_year),
        same_day as (
            partition by
                document_part, document_type, document_year, client_code, document_id
        ),
        same_wine as (
            partition by
                document_part, document_type, document_year, client_code, document_id,
                produit_key
        ),
        same_line as (
            partition by document_part, document_type, document_year, ligne_id
            order by export_order desc, _line_number desc
        )

),

judged as (

    select
        *,
        case
            when not is_read then motif_lecture
            when lateness > 1 and says_the_same then 'doublon'
            when lateness > 1 then 'remplacee'
            -- An export without line numbers and one with them name the same lines
            -- differently: whichever spoke of a wine of a document last, in its own
            -- way, stands for it.
            when is_numbered and export_order < wine_unnumbered then 'remplacee'
            when not is_numbered and export_order < wine_numbered then 'remplacee'
        end as motif,
        is_read and export_order < case
            when is_numbered then greatest(document_shown, document_numbered)
            else document_shown
        end as is_dropped_later

    from compared

),

int_ventes_lignes__decided as (

    select
        judged.{{ columns | join(', judged.') }},
        {% if var('exports_show_whole_documents') %}
        case
            when judged.is_dropped_later then coalesce(judged.motif, 'remplacee')
            else judged.motif
        end as motif,
        {% else %}
        judged.motif,
        {% endif %}
        judged.motif is null and judged.is_dropped_later as is_dropped_later,
        stamp.change_no
    from judged
    cross join stamp

)

select * from int_ventes_lignes__decided
