-- Tables and views nobody builds any more leave with their rows, their grants and what reads
-- them. `base` is a schema of dbt's and stands for those of its other targets too
-- (`crm`, `dev_crm`); `names` are the retired ones, null for all. What belongs to a role this one
-- is no member of stays: only that role, or a superuser, can drop it.
create function ops.retire(base text, names text[]) returns void language plpgsql as $$
declare
    retired record;
begin
    for retired in
        select
            format('%I.%I', n.nspname, c.relname) as name,
            case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end
                as kind
        from pg_class as c
        inner join pg_namespace as n on c.relnamespace = n.oid
        where
            n.nspname ~ ('(^|_)' || base || '$')
            and c.relkind in ('r', 'p', 'v', 'm')
            and (names is null or c.relname = any(names))
            and pg_has_role(c.relowner, 'usage')
    loop
        execute format('drop %s if exists %s cascade', retired.kind, retired.name);
    end loop;
end
$$;

-- The one table of `crm` that cannot be computed again. Copied, not renamed: it was open to
-- readers, and workings are not.
do $$
declare
    place text;
begin
    for place in
        select n.nspname
        from pg_class as c
        inner join pg_namespace as n on c.relnamespace = n.oid
        where
            c.relname = 'reco_score_history'
            and n.nspname ~ '(^|_)crm$'
            and pg_has_role(c.relowner, 'usage')
    loop
        execute format('create schema if not exists %I', place || '_work');
        execute format(
            'create table if not exists %I.advice_score_history
                (like %I.reco_score_history including all)',
            place || '_work', place
        );
        execute format(
            'insert into %I.advice_score_history (as_of_date, nb_persons, mean_score)
            select as_of_date, nb_persons, mean_score from %I.reco_score_history
            on conflict (as_of_date) do nothing',
            place || '_work', place
        );
    end loop;
end
$$;

select ops.retire('crm', array[
    'achats', 'contact_bars', 'contact_refusals', 'customer_contacts', 'customer_families',
    'letter_candidates', 'letter_choices', 'letter_facts', 'letter_families', 'letter_offers',
    'letter_orders', 'letter_pairs', 'letter_persons', 'letter_places', 'letter_refusals',
    'letter_silences', 'letter_stock', 'letter_tastes', 'letter_wines',
    'reco_baskets', 'reco_best_sellers', 'reco_calendar', 'reco_clicked', 'reco_document_pairs',
    'reco_favours', 'reco_health', 'reco_history', 'reco_letter_mix', 'reco_neighbours',
    'reco_option_marks', 'reco_options', 'reco_pairs', 'reco_persons', 'reco_pool',
    'reco_products', 'reco_profile_marks', 'reco_profiles', 'reco_purchases', 'reco_readers',
    'reco_score_history', 'reco_strengths', 'reco_trends', 'reco_truths'
]);

-- Rows that checks of before found: persons among them. The next build stores its own.
select ops.retire('test_failures', null);
