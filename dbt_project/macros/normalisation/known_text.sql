{# A text that says something, null when it only fills the field: `N/A`, `null`, `?`, `-`, `0`,
   `xxx`, `non renseigné`, the name of the field, an error of a spreadsheet (`#REF!`). Figures
   alone say something too, but not in a name (`alpha`). #}
{% macro known_text(value, must_hold='alnum') -%}
    case
        when
            {{ value }} ~ '[[:{{ must_hold }}:]]'
            and {{ value }} not in ('NaN', 'nan')
            and {{ value }} !~ '^(0+|#[[:alpha:]][[:alnum:]/_]*[!?]?|([xXyYzZ])\2+)$'
            and lower({{ value }}) not in (
                'n/a', 'n.a.', 'n.a', 'na', 'n/c', 'n.c.', 'n.c', 'nc', 'n/r', 'n.r.', 'n.r',
                'null', '(null)', 'none', 'undefined', 'unknown', 'inconnu', 'inconnue',
                'anonyme', 'non renseigné', 'non renseignee', 'non renseigne', 'non renseignée',
                'non communiqué', 'non communique', 'non communiquée', 'non communiquee',
                'à renseigner', 'a renseigner', 'à compléter', 'a completer', 'sans nom',
                'sans prénom', 'sans prenom', 'nom', 'prénom', 'prenom', 'néant', 'neant',
                'vide', '(vide)', 'aucun', 'aucune', 'sans', 'pas de nom', 'pas de prénom',
                'pas de prenom', 'non connu', 'non connue', 'non défini', 'non defini',
                'à définir', 'a definir', 'n/d', 'n.d.', 'n.d', 'nd', 's.n.', 'tbd', 'not known',
                'k.a.', 'k. a.', 'keine angabe', 'unbekannt', 'ohne', 'no name'
            )
            then {{ value }}
    end
{%- endmacro %}
