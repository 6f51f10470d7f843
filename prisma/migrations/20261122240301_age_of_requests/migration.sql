-- Requests are forgotten by age, once a night. They lie in the order in which they came, so a few bytes a block find them.
create index idempotent_request_age on idempotent_request using brin (created_at);
