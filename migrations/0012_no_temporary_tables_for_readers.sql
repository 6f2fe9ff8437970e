-- Whoever only reads may not fill the server's disk either: PUBLIC could make temporary tables. The owner still can.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$$;
