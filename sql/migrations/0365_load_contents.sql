-- A file is accounted for whole: each of its sheets or tables is read, or named with the reason why it is not.
alter table ops.load add column contents jsonb;
comment on column ops.load.contents is 'Every sheet or table of the file in order, as {sheet, rows, skipped, reason}: data rows read; rows that are no data, by what they are; why nothing was read. Null for loads from before, and where the file could not be opened';
