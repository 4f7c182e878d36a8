-- Sales lines to mend in the ERP, with what could be read and where they stand.
-- Nobody's address or e-mail: the page may show and export them all.

with

health_lines_to_mend as (

    select
        set_aside._file_id,
        files.path as fichier,
        set_aside._line_number as ligne,
        set_aside.motif,
        set_aside.client_code,
        set_aside.document_type,
        set_aside.document_no,
        set_aside.order_detail_no,
        set_aside.date_livraison,
        set_aside.produit_label,
        set_aside.article,
        set_aside.qty_line,
        set_aside.mt_ht
    from {{ ref('ventes_lignes_rejetees') }} as set_aside
    inner join {{ ref('files') }} as files on set_aside._file_id = files.file_id
    where set_aside.motif not in ('doublon', 'remplacee')

)

select * from health_lines_to_mend
