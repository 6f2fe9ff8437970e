-- What the fund tracer knows, for the views that came before it: the layer of a freeze or recall in the report, and the
-- transfers that stolen money went through in the timeline of a recovery case.

create index recovery_flow_transfer_idx on recovery_flow (transfer_id) where until_run is null;
--> statement-breakpoint
create or replace view case_transfer as
  select case_id, transfer_id from alert
  union
  select c.case_id, i.transfer_id
  from case_file c join fraud_report_item i on i.report_id = c.report_id
  where c.kind = 'RECOVERY' and i.transfer_id is not null
  union
  select case_id, transfer_id from recovery_item where transfer_id is not null
  union
  select case_id, transfer_id from recovery_flow where until_run is null;
--> statement-breakpoint
comment on view case_transfer is 'The transfers that a case is about: those of its alerts; or those that its report names, and those that carried the stolen money on.';
--> statement-breakpoint
create or replace function frozen_payments_as_of(as_of timestamptz, until timestamptz)
returns table (
  stop_payment_id text, attempt_no int, instrument text, legal_basis text, policy_version text, requested_by text,
  authority text, authority_reference text, case_id text, report_id text, fraud_type text, layer int, transfer_id text,
  channel text, account text, account_masked text, institution text, branch text, holder_kind text,
  victim_account text, victim_institution text, reported_at timestamptz, requested_at timestamptz,
  ordered_at timestamptz, executed_at timestamptz, seconds_to_execute numeric, currency text,
  requested_minor bigint, requested numeric, available_at_stop_minor bigint, available_at_stop numeric,
  stopped_minor bigint, stopped numeric, shortfall_minor bigint, shortfall numeric,
  released_minor bigint, released numeric, expired_minor bigint, expired numeric,
  returned_minor bigint, returned numeric, outstanding_minor bigint, outstanding numeric,
  result text, failure_reason text, expires_at timestamptz, renewals int, converted_to text, ended_at timestamptz,
  end_reason text, ordered_by text, approved_by text, customer_notified_at timestamptz, core_reference text,
  rules_version text, truth text
)
language sql stable security definer set search_path = public, pg_temp
as $$
  with recursive event as (
    select * from (
      select e.*, max(e.at) over (partition by e.stop_payment_id order by e.sequence) as effective_at
      from stop_payment_event e where e.append_time <= as_of
    ) known
    where effective_at < until
  ),
  latest as (select distinct on (stop_payment_id) * from event order by stop_payment_id, sequence desc),
  story as (
    select e.stop_payment_id,
      min(e.effective_at) as requested_at,
      (array_agg(e.legal_basis order by e.sequence))[1] as first_basis,
      min(e.effective_at) filter (where e.type = 'ISSUED' and e.command_action = e.instrument) as ordered_at,
      min(e.effective_at) filter (where e.state in ('EXECUTED', 'PARTIAL')) as executed_at,
      (array_agg(e.available_minor order by e.sequence)
        filter (where e.state in ('EXECUTED', 'PARTIAL') and e.available_minor is not null))[1] as available_at_stop,
      (array_agg(e.state order by e.sequence desc) filter (where e.state in ('EXECUTED', 'PARTIAL')))[1] as stood_as,
      (array_agg(e.reason_code order by e.sequence desc)
        filter (where e.type in ('REFUSED', 'REJECTED', 'TOO_LATE', 'PARTIAL') and e.reason_code is not null))[1]
        as failure_reason
    from event e group by e.stop_payment_id
  ),
  ending as (
    select e.stop_payment_id, min(e.effective_at) as ended_at
    from event e join latest l on l.stop_payment_id = e.stop_payment_id and l.state = e.state
    where l.state in ('REFUSED', 'REJECTED', 'TOO_LATE', 'RELEASED', 'EXPIRED', 'RETURNED', 'CANCELLED')
    group by e.stop_payment_id
  ),
  flow as (
    select f.stop_payment_id, sum(f.stopped_minor)::bigint as stopped, sum(f.released_minor)::bigint as released,
      sum(f.expired_minor)::bigint as expired, sum(f.returned_minor)::bigint as returned
    from stop_payment_flow(as_of) f where f.at < until group by f.stop_payment_id
  ),
  attempt as (
    select l.stop_payment_id, 1 as attempt_no from latest l where l.previous_stop_payment_id is null
      or not exists (select from latest p where p.stop_payment_id = l.previous_stop_payment_id)
    union all
    select l.stop_payment_id, a.attempt_no + 1
    from latest l join attempt a on a.stop_payment_id = l.previous_stop_payment_id
  )
  select
    l.stop_payment_id, n.attempt_no, l.instrument, s.first_basis, l.policy_version,
    case l.cause when 'DECISION' then 'MODEL' when 'ANALYST' then 'ANALYST' when 'POLICE_ORDER' then 'POLICE'
      when 'COURT_ORDER' then 'COURT' else 'BANK' end,
    case when l.cause in ('POLICE_ORDER', 'COURT_ORDER') then report.record ->> 'authority' end,
    l.authority_reference, coalesce(l.case_id, a.case_id), report.report_id, report.record ->> 'fraudType', traced.layer,
    l.transfer_id, t.channel, l.account, masked_account(l.account), coalesce(l.institution, owner.record ->> 'institution'),
    owner.record ->> 'branch', owner.record ->> 'holderKind',
    coalesce(report.record ->> 'victimAccount', case when l.cause = 'DECISION' then t.debtor_account end),
    report.record ->> 'victimInstitution', to_timestamp((report.record ->> 'reportedAt')::float8 / 1000),
    s.requested_at, s.ordered_at, s.executed_at,
    round(extract(epoch from s.executed_at - s.ordered_at)::numeric, 3), l.currency,
    l.requested_minor, l.requested_minor * m.minor_unit,
    s.available_at_stop, s.available_at_stop * m.minor_unit,
    coalesce(f.stopped, 0), coalesce(f.stopped, 0) * m.minor_unit,
    greatest(l.requested_minor - coalesce(f.stopped, 0), 0), greatest(l.requested_minor - coalesce(f.stopped, 0), 0) * m.minor_unit,
    coalesce(f.released, 0), coalesce(f.released, 0) * m.minor_unit,
    coalesce(f.expired, 0), coalesce(f.expired, 0) * m.minor_unit,
    coalesce(f.returned, 0), coalesce(f.returned, 0) * m.minor_unit,
    l.stopped_minor, l.stopped_minor * m.minor_unit,
    case
      when s.stood_as is not null then s.stood_as
      when l.returned_minor >= l.requested_minor then 'EXECUTED'
      when l.returned_minor > 0 then 'PARTIAL'
      when l.state in ('REFUSED', 'REJECTED', 'TOO_LATE') then l.state
      else 'UNANSWERED'
    end,
    s.failure_reason, l.expires_at, l.renewals,
    case when l.legal_basis <> s.first_basis then l.legal_basis end,
    g.ended_at, case when g.ended_at is not null then l.state end,
    l.ordered_by, l.approved_by, null::timestamptz, l.core_reference, l.rules_version, o.truth
  from latest l
  join story s on s.stop_payment_id = l.stop_payment_id
  join attempt n on n.stop_payment_id = l.stop_payment_id
  left join ending g on g.stop_payment_id = l.stop_payment_id
  left join flow f on f.stop_payment_id = l.stop_payment_id
  left join currency m on m.code = l.currency
  left join transfer t on t.transfer_id = l.transfer_id and t.append_time <= as_of
  left join recovery_order traced on traced.stop_payment_id = l.stop_payment_id
  left join lateral (
    select alert.case_id from alert join decision d on d.transfer_id = alert.transfer_id
    where alert.transfer_id = l.transfer_id and d.append_time <= as_of
  ) a on true
  left join lateral (
    select v.record from account_version v
    where v.account_id = l.account and v.append_time <= as_of and v.record is not null
    order by v.source_incarnation desc, v.source_offset desc limit 1
  ) owner on true
  left join lateral (
    select v.report_id, v.record from fraud_report_version v
    where v.append_time <= as_of and v.report_id = coalesce(
      (select c.report_id from case_file c where c.case_id = l.case_id),
      (select w.report_id from fraud_report_version w
       where w.append_time <= as_of
         and w.record -> 'items' @> jsonb_build_array(jsonb_build_object('transferId', l.transfer_id))
       order by w.append_time, w.report_id limit 1))
    order by v.source_offset desc limit 1
  ) report on true
  left join lateral (
    select v.truth from transfer_outcome_version v
    where v.transfer_id = l.transfer_id and v.append_time <= as_of and v.truth <> 'UNKNOWN'
    order by v.at desc, v.source_offset desc limit 1
  ) o on true
$$;
