-- The words the seeds know, as `word_text` reads them, and what each means. Of two rows
-- for one word, the one that says no counts.

with

int_opt_outs__words as (

    select
        'optin_email' as said_in,
        {{ word_text('word') }} as word,
        case when not bool_and(is_consent) then 'refus_optin' end as opt_out_word
    from {{ ref('optin_words') }}
    group by 2

    union all

    select
        'statut' as said_in,
        {{ word_text('statuts.statut_erp') }} as word,
        min(opt_outs.word) as opt_out_word
    from {{ ref('contact_statuts') }} as statuts
    left join {{ ref('opt_out_words') }} as opt_outs on statuts.statut = opt_outs.word
    group by 2

)

select * from int_opt_outs__words
