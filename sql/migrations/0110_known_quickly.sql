-- Whether a version counts is asked of every row of every fact: most are in force, which the constant tells without reading the
-- clock's setting a second time. Still one plain SQL body, so that the planner inlines it.
create or replace function core.is_known(
    arrived_at timestamptz, recorded_at timestamptz, superseded_at timestamptz, superseded_recorded_at timestamptz)
returns boolean language sql stable parallel safe as $$
    select case when current_setting('ka.knowledge') = 'recorded'
        then recorded_at <= current_setting('ka.known_at')::timestamptz
             and (superseded_recorded_at = 'infinity' or superseded_recorded_at > current_setting('ka.known_at')::timestamptz)
        else arrived_at <= current_setting('ka.known_at')::timestamptz
             and (superseded_at = 'infinity' or superseded_at > current_setting('ka.known_at')::timestamptz)
        end
$$;
