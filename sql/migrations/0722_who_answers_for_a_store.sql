-- Who answers for a store is looked up by role and place: for each store every responsibility was read, six times.
create index responsibility_by_place on core.responsibility (role, store_id, city, chain_id, region);
