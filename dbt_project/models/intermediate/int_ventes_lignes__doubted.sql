-- Sales lines a person should look at because of others under the same document number;
-- the checks say which. Only documents decided again are looked through.
--
-- Without a line number the customer is part of what a line is: a correction of the
-- customer does not replace it, so the line as it was still counts. One wine on one
-- document of one day has one customer (`plusieurs_clients`). The day is part of it
-- too (of a numbered line, the year), and so is the type: the same line of another
-- export at most a month away, or under another type of sale, is that line moved
-- (`deplacee`). Of two lines of one file that nothing tells apart the last alone
-- counts, and the other is lost (`confondue`).

{{ config(
    materialized='incremental',
    unique_key=['document_no'],
    pre_hook=[
        roomy_memory(),
        "{{ forget_unless_compared() }}",
        "{{ forget_decided_again() }}",
    ],
    post_hook=["{{ analysed() }}"],
) }}

{%- set documents = decided_again() if is_incremental() else 'true' %}

with

decided as (

    select
        *,
        bool_or(motif is null)
            over (partition by document_no, ligne_id, _file_id) as is_other_kept
    from {{ ref('int_ventes_lignes__decided') }}
    where motif_lecture is null and {{ documents }}

),

kept as (

    select
        *,
        lag(date_livraison) over same_line as earlier_date,
        lag(_file_id) over same_line as earlier_file_id,
        count(*) over (
            partition by document_no, document_id, produit_key, order_detail_no is null
        ) as nb_lines
    from {{ ref('int_ventes_lignes__kept') }}
    where (is_purchase or is_return) and {{ documents }}
    window same_line as (
        partition by
            document_no, is_return, order_detail_no, client_code, produit_key, qty_line,
            mt_ht
        order by date_livraison asc, ligne_id asc
    )

),

int_ventes_lignes__doubted as (

    select
        'confondue' as doubt,
        document_no,
        _file_id,
        _line_number
    from decided
    where motif in ('doublon', 'remplacee') and is_other_kept

    union all

    select
        'plusieurs_clients' as doubt,
        document_no,
        _file_id,
        _line_number
    from kept
    where order_detail_no is null and nb_lines > 1

    union all

    select
        'deplacee' as doubt,
        document_no,
        _file_id,
        _line_number
    from kept
    where date_livraison - earlier_date <= 31 and _file_id <> earlier_file_id

)

select * from int_ventes_lignes__doubted
