-- The proof: keys, signed documents and the public log over the ledger.

-- Keys that sign certificates and checkpoints. The secret half is encrypted with the installation's secret; the public
-- half stays for ever, because old signatures must go on being checkable.
create table signing_key (
  id         text primary key,
  public_key bytea not null unique,
  secret     bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  constraint signing_key_id check (id ~ '^key-[0-9a-z-]+$'),
  constraint signing_key_public check (octet_length(public_key) = 32),
  constraint signing_key_retired check (retired_at >= created_at)
);
-- One key signs at a time.
create unique index signing_key_active on signing_key ((true)) where retired_at is null;
create function signing_key_guard() returns trigger language plpgsql as $$
begin
  if (new.id, new.public_key, new.created_at) is distinct from (old.id, old.public_key, old.created_at)
     or old.retired_at is not null then
    raise exception 'a key is only ever retired' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger only_retired before update on signing_key for each row execute function signing_key_guard();
create trigger never_deleted before delete or truncate on signing_key
  for each statement execute function refuse_change();

-- Signed certificates by what they say. What they say changes only when a name is reviewed or erased.
create table certificate_document (
  retirement_id uuid not null references retirement,
  content_hash  bytea not null,
  -- The exact signed text.
  document      text not null,
  key_id        text not null references signing_key,
  signed_at     timestamptz not null,
  primary key (retirement_id, content_hash),
  constraint certificate_document_hash check (octet_length(content_hash) = 32)
);

-- PDFs as they were given out. The hash stays when the bytes are thrown away, so that an old one is still known.
create table certificate_rendering (
  retirement_id uuid not null references retirement,
  content_hash  bytea not null,
  language      text not null,
  -- Which edition of the renderer; another one may draw the same content in other bytes.
  edition       integer not null,
  sha256        bytea not null,
  bytes         bytea,
  primary key (retirement_id, content_hash, language, edition),
  constraint certificate_rendering_language check (language in ('ja', 'en')),
  constraint certificate_rendering_hash check (octet_length(sha256) = 32)
);
create index certificate_rendering_sha256 on certificate_rendering (sha256);

-- The log: entries of the ledger in the order in which they were taken up, as leaves of an RFC 6962 tree.
create table log_leaf (
  index    bigint primary key,
  entry_id bigint not null unique references ledger_entry,
  -- Canonical JSON, exactly as hashed.
  leaf     text not null,
  constraint log_leaf_index check (index >= 0)
);
create trigger append_only before update or delete or truncate on log_leaf
  for each statement execute function refuse_change();

-- Hashes of whole subtrees; level 0 are the leaves'.
create table log_node (
  level smallint not null,
  index bigint not null,
  hash  bytea not null,
  primary key (level, index),
  constraint log_node_hash check (level between 0 and 52 and index >= 0 and octet_length(hash) = 32)
);
create trigger append_only before update or delete or truncate on log_node
  for each statement execute function refuse_change();

create table log_checkpoint (
  size      bigint primary key,
  root      bytea not null,
  note      text not null,
  key_id    text not null references signing_key,
  signed_at timestamptz not null,
  constraint log_checkpoint_size check (size > 0),
  constraint log_checkpoint_root check (octet_length(root) = 32)
);
create trigger append_only before update or delete or truncate on log_checkpoint
  for each statement execute function refuse_change();

-- Where the follower stands. Every entry up to `floor` is a leaf or will never exist; `next_floor` becomes the floor once
-- every transaction below `next_xid` has ended. One row.
create table log_progress (
  id         smallint primary key default 1,
  size       bigint not null default 0,
  floor      bigint not null default 0,
  next_floor bigint not null default 0,
  next_xid   xid8,
  constraint log_progress_one check (id = 1)
);
insert into log_progress default values;
