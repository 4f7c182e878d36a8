-- Each line: what is written, what must be read.
with

examples (written, expected) as (

    values
    ('Crémant d’Alsace Extra-Brut 2022', 'CREMANT D ALSACE EXTRA BRUT 2022'),
    ('CREMANT D''ALSACE  EXTRA BRUT 2022', 'CREMANT D ALSACE EXTRA BRUT 2022'),
    (e'Cre\u0301mant d\u2019Alsace', 'CREMANT D ALSACE'),
    ('Cœur de Mæstro', 'COEUR DE MAESTRO'),
    ('ŒIL-DE-PERDRIX', 'OEIL DE PERDRIX'),
    ('Weißburgunder', 'WEISSBURGUNDER'),
    ('Gewürztraminer « V.T. »', 'GEWURZTRAMINER V T'),
    (e'Riesling\u00a0 2020', 'RIESLING 2020'),
    ('—', null),
    ('', null),
    (null, null)

)

select
    written,
    expected,
    {{ label_key('written') }} as found
from examples
where {{ label_key('written') }} is distinct from expected
