-- Each line: a wine, how a sentence speaks of it.
with

examples (label, expected) as (

    values
    ('Riesling 2022', 'de Riesling 2022'),
    ('Auxerrois', 'd’Auxerrois'),
    ('Étoile du Nord', 'd’Étoile du Nord'),
    ('Le Clos', 'du Clos'),
    ('LES TERRASSES 2020', 'des TERRASSES 2020'),
    ('La Colline', 'de La Colline'),
    ('L’Étoile', 'de L’Étoile'),
    ('Lesieur', 'de Lesieur')

)

select
    label,
    expected,
    {{ of_wine('label') }} as found
from examples
where {{ of_wine('label') }} is distinct from expected
