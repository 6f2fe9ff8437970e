-- Views for people who work with SQL: analysts and compliance. Amounts come twice, in minor units (…_minor, exact
-- integers) and in major units (exact decimals). They read through two roles, which a database administrator grants to
-- login roles: `grant sluice_analyst to alice`.

-- Roles belong to the whole cluster: another database, or another migration at this moment, may have made them.
do $$
declare
  name text;
begin
  foreach name in array array['sluice_analyst', 'sluice_compliance'] loop
    begin
      if not exists (select from pg_roles where rolname = name) then
        execute format('create role %I nologin', name);
      end if;
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end
$$;
--> statement-breakpoint
-- amount × minor_unit is exact; a division by a power of ten could be rounded. Views over the whole ledger join currency
-- themselves, which is faster over many rows.
create function major_units(amount_minor bigint, currency_code text) returns numeric
  language sql stable strict parallel safe
  as $$ select amount_minor * minor_unit from currency where code = currency_code $$;
--> statement-breakpoint
comment on function major_units is 'Minor units in major units, exact: 4800000 EUR is 48000.00. Null for an unknown currency.';
--> statement-breakpoint
create function masked_account(account_id text) returns text
  language sql immutable strict parallel safe
  as $$ select case when account_id like 'CASH:%' then account_id else '••' || right(account_id, 4) end $$;
--> statement-breakpoint
comment on function masked_account is 'The form in which an account may appear on screens: •• and its last four characters.';
--> statement-breakpoint

create view case_transfer as
  select case_id, transfer_id from alert
  union
  select c.case_id, i.transfer_id
  from case_file c join fraud_report_item i on i.report_id = c.report_id
  where c.kind = 'RECOVERY' and i.transfer_id is not null;
--> statement-breakpoint
comment on view case_transfer is 'The transfers that a case is about: those of its alerts, or those that its report names.';
--> statement-breakpoint

create view transfer_lookup as
  select
    t.transfer_id, t.status, t.status_at, t.initial_status, t.initial_status_at, t.origin, t.kind, t.initiation, t.channel,
    t.debtor_account, t.debtor_institution, t.debtor_ownership,
    t.creditor_account, t.creditor_institution, t.creditor_ownership, t.creditor_kind,
    t.currency, t.amount_minor, t.amount_minor * m.minor_unit as amount,
    t.occurred_at, t.booked_at, t.booking_sequence,
    t.device_id, t.ip_address, t.country, t.location, t.session_signals,
    t.payee_added_at, t.payee_name_match, t.same_holder, t.batch_id, t.relates_to,
    t.end_to_end_id, t.purpose, t.remittance,
    s.outcome, s.debtor_score, s.creditor_score, s.rules_version, s.decided_at,
    d.reasons, d.scenario, d.payer_reason, d.missing_evidence,
    w.answer_by as warned_until, o.truth, o.payer_response,
    a.case_id, p.stop_payment_id, p.instrument, p.state as stop_state,
    p.stopped_minor, p.stopped_minor * pm.minor_unit as stopped,
    p.returned_minor, p.returned_minor * pm.minor_unit as returned
  from transfer t
  left join currency m on m.code = t.currency
  left join decision_summary s on s.transfer_id = t.transfer_id
  left join decision d on d.transfer_id = t.transfer_id
  left join transfer_outcome o on o.transfer_id = t.transfer_id
  left join alert a on a.transfer_id = t.transfer_id
  left join lateral (
    select answer_by from victim_warning where victim_warning.transfer_id = t.transfer_id order by issued_at limit 1
  ) w on true
  left join lateral (
    select * from stop_payment where stop_payment.transfer_id = t.transfer_id
    order by (previous_stop_payment_id is null), stop_payment_id limit 1
  ) p on true
  left join currency pm on pm.code = p.currency;
--> statement-breakpoint
comment on view transfer_lookup is 'Everything known of one transfer: the ledger row, what Sluice decided and why, the warning and its answer, the truth, the case and the stop-payment that acts on it now. Ask by transfer_id, debtor_account or creditor_account.';
--> statement-breakpoint
comment on column transfer_lookup.origin is 'How it entered the ledger: DEBIT (admitted and decided), HISTORY (of the past, never decided), LEDGER_ONLY (first seen with a final status).';
--> statement-breakpoint
comment on column transfer_lookup.amount is 'Interbank amount in major units of currency; amount_minor is the same in minor units.';
--> statement-breakpoint
comment on column transfer_lookup.booked_at is 'When the money moved; null until SETTLED.';
--> statement-breakpoint
comment on column transfer_lookup.outcome is 'ALLOW, REVIEW, WARN or HOLD; null where it was not decided.';
--> statement-breakpoint
comment on column transfer_lookup.reasons is 'Reasons in words with their points and evidence; null for ALLOW.';
--> statement-breakpoint
comment on column transfer_lookup.stopped is 'What is held or frozen under the stop-payment now, major units.';
--> statement-breakpoint

create view account_activity as
  select a.account_id, a.direction, a.transfer_id, a.counterparty, a.counterparty_institution, a.kind, a.channel, a.status,
    a.currency, a.amount_minor, a.amount_minor * m.minor_unit as amount,
    a.balance_before_minor, a.balance_before_minor * m.minor_unit as balance_before,
    a.occurred_at, a.booked_at, a.booking_sequence, s.outcome,
    case a.direction when 'OUT' then s.debtor_score else s.creditor_score end as score
  from (
    select debtor_account as account_id, 'OUT' as direction, transfer_id, creditor_account as counterparty,
      creditor_institution as counterparty_institution, kind, channel, status,
      coalesce(debtor_currency, currency) as currency, coalesce(debtor_amount_minor, amount_minor) as amount_minor,
      debtor_balance_minor as balance_before_minor, occurred_at, booked_at, booking_sequence
    from transfer
    union all
    select creditor_account, 'IN', transfer_id, debtor_account, debtor_institution, kind, channel, status,
      coalesce(creditor_currency, currency), coalesce(creditor_amount_minor, amount_minor),
      creditor_balance_minor, occurred_at, booked_at, booking_sequence
    from transfer
  ) a
  left join currency m on m.code = a.currency
  left join decision_summary s on s.transfer_id = a.transfer_id;
--> statement-breakpoint
comment on view account_activity is 'What went in and out of an account, each transfer as that account sees it. Ask by account_id; order by booked_at, booking_sequence for the order of the ledger.';
--> statement-breakpoint
comment on column account_activity.direction is 'OUT: the account paid. IN: it was paid.';
--> statement-breakpoint
comment on column account_activity.amount is 'In the account''s own currency, major units.';
--> statement-breakpoint
comment on column account_activity.balance_before is 'Available balance before the transfer, where the core knew it.';
--> statement-breakpoint
comment on column account_activity.score is '0 to 1000, of this side of the transfer.';
--> statement-breakpoint

create view case_overview as
  select
    c.case_id, c.kind, c.state, c.subject_account, c.report_id, c.opened_at, c.assigned_to, c.closed_at, c.closed_by,
    c.close_reason, coalesce(a.alerts, 0) as alerts, a.worst_outcome, a.highest_score, a.last_alert_at, a.scenarios,
    m.currency, m.amount_minor, major_units(m.amount_minor, m.currency) as amount,
    m.stopped_minor, major_units(m.stopped_minor, m.currency) as stopped,
    m.returned_minor, major_units(m.returned_minor, m.currency) as returned
  from case_file c
  left join lateral (
    select
      count(*)::int as alerts, max(score) as highest_score, max(raised_at) as last_alert_at,
      (array['HOLD', 'WARN', 'REVIEW', 'UNKNOWN'])[
        min(array_position(array['HOLD', 'WARN', 'REVIEW', 'UNKNOWN'], outcome))] as worst_outcome,
      array_agg(distinct scenario order by scenario) filter (where scenario is not null) as scenarios
    from alert where alert.case_id = c.case_id
  ) a on true
  left join lateral (
    select currency, sum(amount_minor)::bigint as amount_minor, sum(stopped_minor)::bigint as stopped_minor,
      sum(returned_minor)::bigint as returned_minor
    from (
      select d.currency, d.amount_minor, 0::bigint as stopped_minor, 0::bigint as returned_minor
      from alert join decision d on d.transfer_id = alert.transfer_id where alert.case_id = c.case_id
      union all
      select i.currency, i.amount_minor, 0, 0 from fraud_report_item i where i.report_id = c.report_id
      union all
      select p.currency, 0, p.stopped_minor, p.returned_minor
      from stop_payment p
      where p.case_id = c.case_id
        or (p.case_id is null and p.transfer_id in (select transfer_id from alert where alert.case_id = c.case_id))
    ) money
    group by currency
  ) m on true;
--> statement-breakpoint
comment on view case_overview is 'One row per case and currency: what it is about, where the work stands, how much money. A case that concerns no money has one row with null currency.';
--> statement-breakpoint
comment on column case_overview.kind is 'ALERT: opened by decisions on the subject account. RECOVERY: opened by a fraud report.';
--> statement-breakpoint
comment on column case_overview.amount is 'ALERT: sum of the transfers that raised its alerts. RECOVERY: sum of the payments reported. Major units.';
--> statement-breakpoint
comment on column case_overview.stopped is 'What is held or frozen now under stop-payments of the case, major units.';
--> statement-breakpoint
comment on column case_overview.returned is 'What was paid back to victims under stop-payments of the case, major units.';
--> statement-breakpoint

create view case_timeline as
  with line as (
    select e.case_id, e.at, 'CASE' as source, e.type, e.by, e.note as text, e.detail->>'transferId' as transfer_id,
      null::text as stop_payment_id, d.currency, d.amount_minor, e.sequence::bigint as ordinal
    from case_event e left join decision d on d.transfer_id = e.detail->>'transferId' and e.type = 'ALERT_JOINED'
    union all
    select ct.case_id, t.initial_status_at, 'TRANSFER', t.initial_status, null, null, t.transfer_id, null, t.currency,
      t.amount_minor, 0
    from case_transfer ct join transfer t on t.transfer_id = ct.transfer_id where t.initial_status is not null
    union all
    select ct.case_id, s.status_at, 'TRANSFER', s.status, null, null, t.transfer_id, null, t.currency, t.amount_minor, 1
    from case_transfer ct
    join transfer t on t.transfer_id = ct.transfer_id
    join transfer_status s on s.transfer_id = t.transfer_id and s.status_at is distinct from t.initial_status_at
    union all
    select ct.case_id, d.decided_at, 'DECISION', d.outcome, 'model:' || d.rules_version,
      (select string_agg(r->>'detail', ' ' order by (r->>'points')::numeric desc)
       from jsonb_array_elements(d.reasons) r where (r->>'points')::numeric > 0),
      d.transfer_id, null, d.currency, d.amount_minor, 0
    from case_transfer ct join decision d on d.transfer_id = ct.transfer_id
    union all
    select ct.case_id, w.issued_at, 'WARNING', 'WARNED', null, w.message, w.transfer_id, null, null, null, 0
    from case_transfer ct join victim_warning w on w.transfer_id = ct.transfer_id
    union all
    select ct.case_id, o.payer_response_at, 'OUTCOME', o.payer_response, o.payer_response_source, null, o.transfer_id,
      null, null, null, 0
    from case_transfer ct join transfer_outcome o on o.transfer_id = ct.transfer_id
    where o.payer_response_at is not null
    union all
    select ct.case_id, o.truth_at, 'OUTCOME', o.truth, o.truth_source, null, o.transfer_id, null, null, null, 1
    from case_transfer ct join transfer_outcome o on o.transfer_id = ct.transfer_id
    where o.truth_at is not null
    union all
    select e.case_id, e.at, 'STOP_PAYMENT', e.type, e.ordered_by, e.reason, e.transfer_id, e.stop_payment_id, e.currency,
      case when e.type in ('EXECUTED', 'PARTIAL') then e.stopped_minor when e.type = 'RETURNED' then e.returned_minor
        else e.requested_minor end,
      e.sequence
    from stop_payment_event e where e.case_id is not null
    union all
    select ct.case_id, e.at, 'STOP_PAYMENT', e.type, e.ordered_by, e.reason, e.transfer_id, e.stop_payment_id, e.currency,
      case when e.type in ('EXECUTED', 'PARTIAL') then e.stopped_minor when e.type = 'RETURNED' then e.returned_minor
        else e.requested_minor end,
      e.sequence
    from case_transfer ct join stop_payment_event e on e.transfer_id = ct.transfer_id and e.case_id is null
    union all
    select c.case_id, to_timestamp((v.record->>'reportedAt')::float8 / 1000), 'REPORT', v.state, v.record->>'source',
      v.record->>'fraudType', null, null, null, null, v.source_offset
    from case_file c join fraud_report_version v on v.report_id = c.report_id
  )
  select case_id, at, source, type, by, text, transfer_id, stop_payment_id, currency, amount_minor,
    major_units(amount_minor, currency) as amount, ordinal
  from line;
--> statement-breakpoint
comment on view case_timeline is 'Everything that happened around a case, one line each: the case itself, its transfers, decisions, warnings, answers, reports and stop-payments. Ask by case_id; order by at, ordinal.';
--> statement-breakpoint
comment on column case_timeline.at is 'When it happened (event time).';
--> statement-breakpoint
comment on column case_timeline.source is 'CASE, TRANSFER, DECISION, WARNING, OUTCOME, REPORT or STOP_PAYMENT; type is the word of that source.';
--> statement-breakpoint
comment on column case_timeline.amount is 'EXECUTED, PARTIAL: what is stopped. RETURNED: what was returned. Else the amount of the transfer or order. Major units.';
--> statement-breakpoint

grant usage on schema public to sluice_analyst, sluice_compliance;
--> statement-breakpoint
grant select on currency, case_overview, case_timeline, case_transfer, transfer_lookup, account_activity
  to sluice_analyst, sluice_compliance;
