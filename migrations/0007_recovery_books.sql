-- The books of recovery cases: what the database itself holds, and the views for people.

create trigger recovery_entry_append_only before update or delete on recovery_entry
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger recovery_entry_no_truncate before truncate on recovery_entry
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger recovery_posting_append_only before update or delete on recovery_posting
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger recovery_posting_no_truncate before truncate on recovery_posting
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger recovery_order_append_only before update or delete on recovery_order
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger recovery_trace_append_only before update or delete on recovery_trace
  for each row execute function refuse_change();
--> statement-breakpoint

create function recovery_books_hold(of_case text, in_currency text) returns void language plpgsql as $$
declare
  off_entry integer;
  below text;
  booked bigint;
  counted bigint;
begin
  select entry_no into off_entry from recovery_posting where case_id = of_case and currency = in_currency
    group by entry_no having sum(amount_minor) <> 0 order by entry_no limit 1;
  if off_entry is not null then
    raise exception 'entry % of case % does not balance in %: its postings must sum to 0', off_entry, of_case, in_currency
      using errcode = 'integrity_constraint_violation';
  end if;
  select book into below from recovery_posting
    where case_id = of_case and currency = in_currency and book <> 'REPORTED'
    group by book having sum(amount_minor) < 0 limit 1;
  if below is not null then
    raise exception 'book % of case % would go below 0 in %', below, of_case, in_currency
      using errcode = 'integrity_constraint_violation';
  end if;
  select coalesce(-sum(amount_minor), 0) into booked from recovery_posting
    where case_id = of_case and currency = in_currency and book = 'REPORTED';
  select coalesce(sum(reported_minor), 0) into counted from recovery_item
    where case_id = of_case and currency = in_currency;
  if booked <> counted then
    raise exception 'case % books % minor units of % as reported, but its payments count %', of_case, booked, in_currency, counted
      using errcode = 'integrity_constraint_violation';
  end if;
end
$$;
--> statement-breakpoint
comment on function recovery_books_hold is 'Holds the books of a case: every entry sums to 0, no category is below 0, and what is booked as reported is what the payments of the case count. So reported = never left + returned + frozen + at rest + left sight + untraced, always.';
--> statement-breakpoint
create function check_recovery_books() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform recovery_books_hold(old.case_id, old.currency);
  end if;
  if tg_op <> 'DELETE' then
    perform recovery_books_hold(new.case_id, new.currency);
  end if;
  return null;
end
$$;
--> statement-breakpoint
-- At the end of the transaction, when the entry and the payments are complete.
create constraint trigger recovery_posting_balances after insert on recovery_posting
  deferrable initially deferred for each row execute function check_recovery_books();
--> statement-breakpoint
create constraint trigger recovery_item_counts after insert or update or delete on recovery_item
  deferrable initially deferred for each row execute function check_recovery_books();
--> statement-breakpoint

create view recovery_case as
  with balance as (
    select case_id, currency,
      coalesce(-sum(amount_minor) filter (where book = 'REPORTED'), 0)::bigint as reported_minor,
      coalesce(sum(amount_minor) filter (where book = 'NEVER_LEFT'), 0)::bigint as never_left_minor,
      coalesce(sum(amount_minor) filter (where book = 'RETURNED'), 0)::bigint as returned_minor,
      coalesce(sum(amount_minor) filter (where book = 'FROZEN'), 0)::bigint as frozen_minor,
      coalesce(sum(amount_minor) filter (where book = 'AT_REST'), 0)::bigint as at_rest_minor,
      coalesce(sum(amount_minor) filter (where book = 'LEFT_SIGHT'), 0)::bigint as left_sight_minor,
      coalesce(sum(amount_minor) filter (where book = 'UNTRACED'), 0)::bigint as untraced_minor
    from recovery_posting group by case_id, currency
  ),
  item as (
    select case_id, currency, sum(reported_minor)::bigint as reported_minor
    from recovery_item group by case_id, currency having sum(reported_minor) > 0
  ),
  money as (
    select case_id, currency, b.reported_minor, b.never_left_minor, b.returned_minor, b.frozen_minor, b.at_rest_minor,
      b.left_sight_minor, b.untraced_minor, i.reported_minor as counted_minor
    from balance b full join item i using (case_id, currency)
  )
  select
    c.case_id, c.report_id, c.state, c.assigned_to, r.stage, r.record ->> 'source' as source,
    c.subject_account as victim_account, r.record ->> 'fraudType' as fraud_type,
    to_timestamp((r.record ->> 'reportedAt')::float8 / 1000) as reported_at,
    r.taken_at, r.traced_at, t.method, coalesce(t.run_no, 0) as runs, b.currency,
    b.reported_minor, b.reported_minor * m.minor_unit as reported,
    b.never_left_minor, b.never_left_minor * m.minor_unit as never_left,
    b.returned_minor, b.returned_minor * m.minor_unit as returned,
    b.frozen_minor, b.frozen_minor * m.minor_unit as frozen,
    b.at_rest_minor, b.at_rest_minor * m.minor_unit as at_rest,
    b.left_sight_minor, b.left_sight_minor * m.minor_unit as left_sight,
    b.untraced_minor, b.untraced_minor * m.minor_unit as untraced,
    b.currency is null or coalesce(
      b.reported_minor = b.counted_minor
      and b.reported_minor = b.never_left_minor + b.returned_minor + b.frozen_minor + b.at_rest_minor + b.left_sight_minor
        + b.untraced_minor
      and least(b.never_left_minor, b.returned_minor, b.frozen_minor, b.at_rest_minor, b.left_sight_minor,
        b.untraced_minor) >= 0, false) as balanced
  from recovery_report r
  join case_file c on c.case_id = r.case_id
  left join money b on b.case_id = r.case_id
  left join currency m on m.code = b.currency
  left join lateral (
    select run_no, method from recovery_trace where recovery_trace.case_id = r.case_id order by run_no desc limit 1
  ) t on true;
--> statement-breakpoint
comment on view recovery_case is 'Where the money of a fraud report is, one row per case and currency: reported = never_left + returned + frozen + at_rest + left_sight + untraced. Each amount in minor units (…_minor) and in major units. A case whose trace waits for the ledger has one row with null currency.';
--> statement-breakpoint
comment on column recovery_case.stage is 'WAITING_FOR_INTAKE, WAITING_FOR_RECORDER (the ledger has not reached the report''s time yet), READY, TRACED.';
--> statement-breakpoint
comment on column recovery_case.runs is 'Runs of the trace that found something new; the trace runs again whenever an account that the money touched moves.';
--> statement-breakpoint
comment on column recovery_case.traced_at is 'When the trace last ran, also where it found nothing new.';
--> statement-breakpoint
comment on column recovery_case.reported is 'What was reported, each payment once over all cases. Major units of currency.';
--> statement-breakpoint
comment on column recovery_case.never_left is 'Reported but never settled: held, waiting, cancelled or rejected.';
--> statement-breakpoint
comment on column recovery_case.returned is 'Paid back to the victim.';
--> statement-breakpoint
comment on column recovery_case.frozen is 'What bank cores answered as stopped, on any hop, less what was returned.';
--> statement-breakpoint
comment on column recovery_case.at_rest is 'Traced to our accounts and not under a stop-payment.';
--> statement-breakpoint
comment on column recovery_case.left_sight is 'Gone to other banks, cash, exchanges, merchants elsewhere, by conversion or into pooled accounts; a recall stays here until the money is back.';
--> statement-breakpoint
comment on column recovery_case.untraced is 'Matches nothing in the ledger, is claimed beyond the payment, is counted for another victim, or lies beyond the limits of the trace.';
--> statement-breakpoint
comment on column recovery_case.balanced is 'The books add up and agree with the payments of the case; false must never be seen.';
--> statement-breakpoint

create view fund_flow as
  with hop as (
    select f.case_id, f.layer, f.from_account, f.to_account, f.currency, f.amount_minor, f.rests_minor, f.frozen_minor,
      f.out_minor, f.booked_at as at, f.fate, nullif(f.channel, '') as channel, f.transfer_id, f.source as reported_transfer_id,
      s.frozen_at, c.recall_state, null::text as note,
      case
        when f.fate = 'RETURNED' then 'RETURNED'
        when f.fate = 'WITH_VICTIM' then 'BACK WITH VICTIM'
        when f.fate = 'LEFT_SIGHT' and f.out_minor = 0 then 'CAME BACK'
        when f.fate = 'LEFT_SIGHT' and c.recall_state in ('REQUESTED', 'ISSUED', 'EXECUTED', 'PARTIAL', 'RETURNED')
          then 'RECALLED'
        when f.fate = 'LEFT_SIGHT' and c.recall_state is not null then 'GONE, RECALL REFUSED'
        when f.fate = 'LEFT_SIGHT' then 'GONE'
        when f.frozen_minor = f.amount_minor then 'FROZEN'
        when f.frozen_minor > 0 then 'PARTLY FROZEN'
        when f.rests_minor = f.amount_minor then 'AT REST'
        when f.rests_minor > 0 then 'PARTLY PASSED ON'
        else 'PASSED ON'
      end as what_happened
    from recovery_flow f
    left join lateral (
      select min(e.at) as frozen_at from stop_payment_event e
      where f.frozen_minor > 0 and e.account = f.to_account and e.instrument <> 'RECALL_TRANSFER'
        and e.state in ('EXECUTED', 'PARTIAL') and e.stopped_minor > 0 and e.at >= f.booked_at
        and e.stop_payment_id in (
          select p.stop_payment_id from stop_payment p
          where p.account = f.to_account and (p.case_id is null or p.case_id = f.case_id))
    ) s on true
    left join lateral (
      select p.state as recall_state from stop_payment p
      where p.transfer_id = f.transfer_id and p.instrument = 'RECALL_TRANSFER'
      order by (p.state in ('REJECTED', 'REFUSED', 'TOO_LATE', 'RELEASED', 'EXPIRED', 'CANCELLED')), p.stop_payment_id
      limit 1
    ) c on true
    where f.until_run is null
    union all
    select i.case_id, 1, coalesce(t.debtor_account, r.item ->> 'debtorAccount', r.victim),
      coalesce(t.creditor_account, r.item ->> 'creditorAccount'), i.currency, i.reported_minor, 0, 0, 0,
      coalesce(t.occurred_at, to_timestamp((r.item ->> 'at')::float8 / 1000)), null, null, i.transfer_id, i.transfer_id,
      null, null, i.note,
      case when i.counted_in is not null then 'COUNTED IN ANOTHER CASE' when i.transfer_id is null then 'UNTRACED'
        else 'NEVER LEFT' end
    from recovery_item i
    left join transfer t on t.transfer_id = i.transfer_id
    left join lateral (
      select record -> 'items' -> (i.item_no - 1) as item, record ->> 'victimAccount' as victim
      from recovery_report where recovery_report.case_id = i.case_id
    ) r on true
    where i.counted_in is not null or i.transfer_id is null or t.status <> 'SETTLED'
  )
  select h.case_id, h.layer, h.at, h.from_account, h.to_account, masked_account(h.from_account) as from_masked,
    masked_account(h.to_account) as to_masked, h.what_happened, h.currency,
    h.amount_minor, h.amount_minor * m.minor_unit as amount,
    h.rests_minor, h.rests_minor * m.minor_unit as rests,
    h.frozen_minor, h.frozen_minor * m.minor_unit as frozen,
    h.out_minor as still_out_minor, h.out_minor * m.minor_unit as still_out,
    h.fate, h.channel, h.transfer_id, h.reported_transfer_id, h.frozen_at, h.recall_state, h.note
  from hop h left join currency m on m.code = h.currency;
--> statement-breakpoint
comment on view fund_flow is 'The way of the stolen money, one row per hop: what one transfer carried of one reported payment, and what became of it there. Ask by case_id; order by at, layer. Payments that never left, matched nothing or are counted in another case have a row too.';
--> statement-breakpoint
comment on column fund_flow.layer is '1 is the victim''s own payment, then one more for each hop.';
--> statement-breakpoint
comment on column fund_flow.what_happened is 'FROZEN, PARTLY FROZEN, AT REST, PASSED ON, PARTLY PASSED ON, RECALLED, GONE, GONE, RECALL REFUSED, CAME BACK, RETURNED, BACK WITH VICTIM, NEVER LEFT, UNTRACED or COUNTED IN ANOTHER CASE.';
--> statement-breakpoint
comment on column fund_flow.channel is 'How it left our sight: OTHER_BANK, CASH, CRYPTO_EXCHANGE, WALLET, MERCHANT, UNKNOWN_OWNER, CONVERSION, CHARGES, POOLED_ACCOUNT, INTERNAL_ACCOUNT or BEYOND_LIMIT.';
--> statement-breakpoint
comment on column fund_flow.amount is 'Stolen money that the transfer carried, major units; the transfer itself may be larger.';
--> statement-breakpoint
comment on column fund_flow.rests is 'Of amount: still on to_account. Major units.';
--> statement-breakpoint
comment on column fund_flow.frozen is 'Of rests: under a stop-payment. Major units.';
--> statement-breakpoint
comment on column fund_flow.still_out is 'Of amount: out of our sight and not come back. Major units.';
--> statement-breakpoint
comment on column fund_flow.frozen_at is 'When the core first answered that money was stopped there.';
--> statement-breakpoint

create view recovery_proposals as
  select p.case_id, p.action, p.because, p.account, masked_account(p.account) as account_masked, p.currency,
    p.amount_minor, p.amount_minor * m.minor_unit as amount, p.layer, nullif(p.transfer_id, '') as transfer_id, p.reason,
    t.ran_at as since
  from recovery_proposal p
  left join currency m on m.code = p.currency
  left join recovery_trace t on t.case_id = p.case_id and t.run_no = p.since_run
  where p.until_run is null;
--> statement-breakpoint
comment on view recovery_proposals is 'Freezes and recalls that a trace may not order by itself and proposes to a person, as they stand now.';
--> statement-breakpoint
comment on column recovery_proposals.because is 'MERCHANT_ACCOUNT, POOLED_ACCOUNT, PROTECTED_ACCOUNT, TRUSTED_ACCOUNT, VICTIM_ACCOUNT, MINORITY_OF_INFLOW (less than half of what came in since the first stolen credit is stolen), RELEASED_BEFORE or CONVERTED.';
--> statement-breakpoint
grant select on recovery_case, fund_flow, recovery_proposals to sluice_analyst, sluice_compliance;
