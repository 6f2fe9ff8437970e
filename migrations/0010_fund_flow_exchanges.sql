-- Money frozen for one victim and paid to another: the claim goes on where the other's money had gone (EXCHANGED, INHERITED).

create or replace view fund_flow as
  with hop as (
    select f.case_id, f.layer, f.from_account, f.to_account, f.currency, f.amount_minor, f.rests_minor, f.frozen_minor,
      f.out_minor, f.booked_at as at, f.fate, nullif(f.channel, '') as channel, f.transfer_id, f.source as reported_transfer_id,
      s.frozen_at, c.recall_state, null::text as note,
      case
        when f.fate = 'RETURNED' then 'RETURNED'
        when f.fate = 'WITH_VICTIM' then 'BACK WITH VICTIM'
        when f.fate = 'EXCHANGED' then 'PAID TO ANOTHER VICTIM'
        when f.channel <> '' and f.out_minor = 0 then 'CAME BACK'
        when f.channel <> '' and c.recall_state in ('REQUESTED', 'ISSUED', 'EXECUTED', 'PARTIAL', 'RETURNED')
          then 'RECALLED'
        when f.channel <> '' and c.recall_state is not null then 'GONE, RECALL REFUSED'
        when f.channel <> '' then 'GONE'
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
comment on column fund_flow.what_happened is 'FROZEN, PARTLY FROZEN, AT REST, PASSED ON, PARTLY PASSED ON, RECALLED, GONE, GONE, RECALL REFUSED, CAME BACK, RETURNED, BACK WITH VICTIM, PAID TO ANOTHER VICTIM, NEVER LEFT, UNTRACED or COUNTED IN ANOTHER CASE.';
--> statement-breakpoint
comment on column fund_flow.fate is 'PASSED_ON, LEFT_SIGHT, RETURNED, WITH_VICTIM, EXCHANGED (paid to another victim; the claim goes to where that victim''s money had gone) or INHERITED (such a place).';
