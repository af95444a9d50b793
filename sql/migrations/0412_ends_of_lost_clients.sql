-- A process that is killed in the midst of a long statement leaves a session that works on, holds its locks and keeps the run that follows waiting.
-- With this the server looks every two seconds whether the client is still there. Where the owner may not set it, the server's own setting holds.
do $$
begin
    execute format('alter database %I set client_connection_check_interval = ''2s''', current_database());
exception when insufficient_privilege or invalid_parameter_value then
    null;
end
$$;
