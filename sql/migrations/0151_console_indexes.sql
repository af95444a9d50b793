-- What the console asks of a ledger of a year: the last success of each schedule, and the runs of one job for some chains and dates.
create index run_succeeded_of_schedule on ops.run (schedule_name, scheduled_for desc) where state = 'succeeded';
create index run_of_job_and_chain on ops.run (job, chain_id, date_to);
