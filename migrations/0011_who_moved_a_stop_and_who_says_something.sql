ALTER TABLE "case_event" ADD CONSTRAINT "case_event_by_somebody" CHECK (btrim(by) <> '') NOT VALID;--> statement-breakpoint
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_says_something" CHECK (type not in ('NOTE', 'ASSIGNED', 'CLOSED') or (length(by) <= 64 and case
        when type = 'ASSIGNED' then btrim(coalesce(detail ->> 'to', '')) <> '' and length(detail ->> 'to') <= 64
        else btrim(coalesce(note, '')) <> '' and length(note) <= 2000 end)) NOT VALID;
--> statement-breakpoint

-- By whom a step of a stop-payment was moved, which is not always who ordered the stop that stands.
create or replace view case_timeline as
  with step as not materialized (
    -- An entry stands on the first event that it caused; the events after it, up to the next entry, are of the same.
    select e.case_id, e.at, e.type, e.reason, e.transfer_id, e.stop_payment_id, e.currency, e.sequence,
      case when e.type in ('EXECUTED', 'PARTIAL') then e.stopped_minor when e.type = 'RETURNED' then e.returned_minor
        else e.requested_minor end as amount_minor,
      coalesce(e.command_action, m.entry -> 'order' ->> 'action', e.instrument) as action,
      case m.entry ->> 'type'
        when 'ORDER' then m.entry -> 'order' ->> 'orderedBy'
        when 'DECISION' then 'model:' || (m.entry ->> 'rulesVersion')
        when 'FOLLOW_UP' then 'model:' || (m.entry -> 'decision' ->> 'rulesVersion')
        when 'CLOCK' then 'clock'
        when 'CORE_STATUS' then 'core'
        when 'TRANSFER_STATUS' then 'core'
        else e.ordered_by
      end as by,
      case when m.entry is null then e.approved_by else m.entry -> 'order' ->> 'approvedBy' end as approved_by
    from stop_payment_event e
    left join lateral (
      select p.entry from stop_payment_event p
      where p.stop_payment_id = e.stop_payment_id and p.sequence <= e.sequence and p.entry is not null
      order by p.sequence desc limit 1
    ) m on true
  ), line as (
    select e.case_id, e.at, 'CASE' as source, e.type, e.by, e.note as text, e.detail->>'transferId' as transfer_id,
      null::text as stop_payment_id, d.currency, d.amount_minor, e.sequence::bigint as ordinal,
      null::text as action, null::text as approved_by
    from case_event e left join decision d on d.transfer_id = e.detail->>'transferId' and e.type = 'ALERT_JOINED'
    union all
    select ct.case_id, t.initial_status_at, 'TRANSFER', t.initial_status, null, null, t.transfer_id, null, t.currency,
      t.amount_minor, 0, null, null
    from case_transfer ct join transfer t on t.transfer_id = ct.transfer_id where t.initial_status is not null
    union all
    select ct.case_id, s.status_at, 'TRANSFER', s.status, null, null, t.transfer_id, null, t.currency, t.amount_minor, 1,
      null, null
    from case_transfer ct
    join transfer t on t.transfer_id = ct.transfer_id
    join transfer_status s on s.transfer_id = t.transfer_id and s.status_at is distinct from t.initial_status_at
    union all
    select ct.case_id, d.decided_at, 'DECISION', d.outcome, 'model:' || d.rules_version,
      (select string_agg(r->>'detail', ' ' order by (r->>'points')::numeric desc)
       from jsonb_array_elements(d.reasons) r where (r->>'points')::numeric > 0),
      d.transfer_id, null, d.currency, d.amount_minor, 0, null, null
    from case_transfer ct join decision d on d.transfer_id = ct.transfer_id
    union all
    select ct.case_id, w.issued_at, 'WARNING', 'WARNED', null, w.message, w.transfer_id, null, null, null, 0, null, null
    from case_transfer ct join victim_warning w on w.transfer_id = ct.transfer_id
    union all
    select ct.case_id, o.payer_response_at, 'OUTCOME', o.payer_response, o.payer_response_source, null, o.transfer_id,
      null, null, null, 0, null, null
    from case_transfer ct join transfer_outcome o on o.transfer_id = ct.transfer_id
    where o.payer_response_at is not null
    union all
    select ct.case_id, o.truth_at, 'OUTCOME', o.truth, o.truth_source, null, o.transfer_id, null, null, null, 1, null, null
    from case_transfer ct join transfer_outcome o on o.transfer_id = ct.transfer_id
    where o.truth_at is not null
    union all
    select e.case_id, e.at, 'STOP_PAYMENT', e.type, e.by, e.reason, e.transfer_id, e.stop_payment_id, e.currency,
      e.amount_minor, e.sequence, e.action, e.approved_by
    from step e where e.case_id is not null
    union all
    select ct.case_id, e.at, 'STOP_PAYMENT', e.type, e.by, e.reason, e.transfer_id, e.stop_payment_id, e.currency,
      e.amount_minor, e.sequence, e.action, e.approved_by
    from case_transfer ct join step e on e.transfer_id = ct.transfer_id and e.case_id is null
    union all
    select c.case_id, to_timestamp((v.record->>'reportedAt')::float8 / 1000), 'REPORT', v.state, v.record->>'source',
      v.record->>'fraudType', null, null, null, null, v.source_offset, null, null
    from case_file c join fraud_report_version v on v.report_id = c.report_id
  )
  select case_id, at, source, type, by, text, transfer_id, stop_payment_id, currency, amount_minor,
    major_units(amount_minor, currency) as amount, ordinal, action, approved_by
  from line;
--> statement-breakpoint
comment on column case_timeline.by is 'Who did it: a person, model:<rules version>, clock (an end that came), core (what the bank''s core answered or settled) or service:<name>.';
--> statement-breakpoint
comment on column case_timeline.action is 'STOP_PAYMENT: what was ordered, sent to the core or answered, such as RELEASE; else the instrument of the stop.';
--> statement-breakpoint
comment on column case_timeline.approved_by is 'STOP_PAYMENT: who approved the order of this step, where somebody did.';
