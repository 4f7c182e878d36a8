{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Mots de la colonne actif absents de la table actif_words (le vin est tenu pour retiré de la vente)',
        'remede': "Complétez la table actif_words, puis relancez `make weekly`.",
    },
) }}

select
    lines.actif_word,
    count(*) as lignes
from {{ ref('stg_isavigne__produits') }} as lines
left join {{ ref('actif_words') }} as words
    on lines.actif_word = {{ label_key('words.word') }}
where lines.actif_word is not null and words.word is null
group by lines.actif_word
