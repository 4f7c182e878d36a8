-- A value that cannot be read becomes null and gives the line its motif: the first
-- reason, in the order of the `case` below, why the line cannot be kept.
-- `having true`: see clean_columns. Wines, dates, kinds of document and addresses stand
-- apart, each alone: they come back from line to line, and PostgreSQL then remembers
-- what it has read (Memoize) instead of reading it again. What is of one line only asks
-- for its line number, and so tells it that there is nothing to remember there. The
-- lineage stands outside: a filter on it reaches the raw table, and no line of another
-- file is read.

with

source as (

    {{ clean_columns(source('raw', 'ventes_lignes'), [
        'client_code', 'date_livraison', 'produit_label', 'qty_line', 'pu_ht', 'mt_ht',
        'mt_ttc', 'marge', 'document_type', 'document_no', 'order_detail_no', 'article',
        'email', 'code_postal', 'ville',
    ]) }}

),

stg_isavigne__ventes_lignes as (

    select
        read.*,
        source._file_id,
        source._line_number,
        types.document_type,
        labels.label_key,
        emails.email,
        dates.date_livraison,
        case
            when read.client_code is null then 'client_manquant'
            when dates.date_livraison is null then 'date_invalide'
            when labels.label_key is null then 'produit_manquant'
            when coalesce(read.qty_line, 0) = 0 then 'quantite_invalide'
            when
                read.mt_ht is null
                or {{ unreadable('source.pu_ht', 'read.pu_ht') }}
                or {{ unreadable('source.mt_ttc', 'read.mt_ttc') }}
                or {{ unreadable('source.marge', 'read.marge') }}
                then 'montant_invalide'
            when types.document_type is null or read.document_no is null
                then 'document_manquant'
        end as motif

    from source
    left join lateral (
        select
            -- ids
            {{ code_text('source.client_code') }} as client_code,
            upper(source.document_no) as document_no,
            upper(source.order_detail_no) as order_detail_no,

            -- text
            source.produit_label,
            {{ code_text('source.article') }} as article,
            upper(source.code_postal) as code_postal,
            {{ known_text('source.ville') }} as ville,

            -- numerics
            {{ number_from_text('source.qty_line') }} as qty_line,
            {{ number_from_text('source.pu_ht') }} as pu_ht,
            {{ number_from_text('source.mt_ht') }} as mt_ht,
            {{ number_from_text('source.mt_ttc') }} as mt_ttc,
            {{ number_from_text('source.marge') }} as marge
        where source._line_number is not null
        having true
    ) as read on true
    left join lateral (
        select {{ label_key('source.document_type') }} as document_type
        where true
        having true
    ) as types on true
    left join lateral (
        select {{ label_key('source.produit_label') }} as label_key
        where true
        having true
    ) as labels on true
    left join lateral {{ email_address('source.email') }} as emails on true
    left join
        lateral {{ date_from_text('source.date_livraison') }} as dates (date_livraison)
        on true

)

select * from stg_isavigne__ventes_lignes
