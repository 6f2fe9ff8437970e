-- ISO 4217 list one: code, minor digits, value of one minor unit. A test compares it with @sluice/domain.
insert into currency (code, minor_digits, minor_unit) values
  ('AED', 2, 0.01), ('AFN', 2, 0.01), ('ALL', 2, 0.01), ('AMD', 2, 0.01), ('ANG', 2, 0.01),
  ('AOA', 2, 0.01), ('ARS', 2, 0.01), ('AUD', 2, 0.01), ('AWG', 2, 0.01), ('AZN', 2, 0.01),
  ('BAM', 2, 0.01), ('BBD', 2, 0.01), ('BDT', 2, 0.01), ('BGN', 2, 0.01), ('BMD', 2, 0.01),
  ('BND', 2, 0.01), ('BOB', 2, 0.01), ('BRL', 2, 0.01), ('BSD', 2, 0.01), ('BTN', 2, 0.01),
  ('BWP', 2, 0.01), ('BYN', 2, 0.01), ('BZD', 2, 0.01), ('CAD', 2, 0.01), ('CDF', 2, 0.01),
  ('CHF', 2, 0.01), ('CNY', 2, 0.01), ('COP', 2, 0.01), ('CRC', 2, 0.01), ('CUP', 2, 0.01),
  ('CVE', 2, 0.01), ('CZK', 2, 0.01), ('DKK', 2, 0.01), ('DOP', 2, 0.01), ('DZD', 2, 0.01),
  ('EGP', 2, 0.01), ('ERN', 2, 0.01), ('ETB', 2, 0.01), ('EUR', 2, 0.01), ('FJD', 2, 0.01),
  ('FKP', 2, 0.01), ('GBP', 2, 0.01), ('GEL', 2, 0.01), ('GHS', 2, 0.01), ('GIP', 2, 0.01),
  ('GMD', 2, 0.01), ('GTQ', 2, 0.01), ('GYD', 2, 0.01), ('HKD', 2, 0.01), ('HNL', 2, 0.01),
  ('HTG', 2, 0.01), ('HUF', 2, 0.01), ('IDR', 2, 0.01), ('ILS', 2, 0.01), ('INR', 2, 0.01),
  ('IRR', 2, 0.01), ('JMD', 2, 0.01), ('KES', 2, 0.01), ('KGS', 2, 0.01), ('KHR', 2, 0.01),
  ('KPW', 2, 0.01), ('KYD', 2, 0.01), ('KZT', 2, 0.01), ('LAK', 2, 0.01), ('LBP', 2, 0.01),
  ('LKR', 2, 0.01), ('LRD', 2, 0.01), ('LSL', 2, 0.01), ('MAD', 2, 0.01), ('MDL', 2, 0.01),
  ('MGA', 2, 0.01), ('MKD', 2, 0.01), ('MMK', 2, 0.01), ('MNT', 2, 0.01), ('MOP', 2, 0.01),
  ('MRU', 2, 0.01), ('MUR', 2, 0.01), ('MVR', 2, 0.01), ('MWK', 2, 0.01), ('MXN', 2, 0.01),
  ('MYR', 2, 0.01), ('MZN', 2, 0.01), ('NAD', 2, 0.01), ('NGN', 2, 0.01), ('NIO', 2, 0.01),
  ('NOK', 2, 0.01), ('NPR', 2, 0.01), ('NZD', 2, 0.01), ('PAB', 2, 0.01), ('PEN', 2, 0.01),
  ('PGK', 2, 0.01), ('PHP', 2, 0.01), ('PKR', 2, 0.01), ('PLN', 2, 0.01), ('QAR', 2, 0.01),
  ('RON', 2, 0.01), ('RSD', 2, 0.01), ('RUB', 2, 0.01), ('SAR', 2, 0.01), ('SBD', 2, 0.01),
  ('SCR', 2, 0.01), ('SDG', 2, 0.01), ('SEK', 2, 0.01), ('SGD', 2, 0.01), ('SHP', 2, 0.01),
  ('SLE', 2, 0.01), ('SOS', 2, 0.01), ('SRD', 2, 0.01), ('SSP', 2, 0.01), ('STN', 2, 0.01),
  ('SVC', 2, 0.01), ('SYP', 2, 0.01), ('SZL', 2, 0.01), ('THB', 2, 0.01), ('TJS', 2, 0.01),
  ('TMT', 2, 0.01), ('TOP', 2, 0.01), ('TRY', 2, 0.01), ('TTD', 2, 0.01), ('TWD', 2, 0.01),
  ('TZS', 2, 0.01), ('UAH', 2, 0.01), ('USD', 2, 0.01), ('UYU', 2, 0.01), ('UZS', 2, 0.01),
  ('VED', 2, 0.01), ('VES', 2, 0.01), ('WST', 2, 0.01), ('XCD', 2, 0.01), ('XCG', 2, 0.01),
  ('YER', 2, 0.01), ('ZAR', 2, 0.01), ('ZMW', 2, 0.01), ('ZWG', 2, 0.01), ('BIF', 0, 1), ('CLP', 0, 1),
  ('DJF', 0, 1), ('GNF', 0, 1), ('ISK', 0, 1), ('JPY', 0, 1), ('KMF', 0, 1), ('KRW', 0, 1), ('PYG', 0, 1),
  ('RWF', 0, 1), ('UGX', 0, 1), ('VND', 0, 1), ('VUV', 0, 1), ('XAF', 0, 1), ('XOF', 0, 1), ('XPF', 0, 1),
  ('BHD', 3, 0.001), ('IQD', 3, 0.001), ('JOD', 3, 0.001), ('KWD', 3, 0.001), ('LYD', 3, 0.001),
  ('OMR', 3, 0.001), ('TND', 3, 0.001)
on conflict (code) do nothing;
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever appended; write a new event instead', tg_table_name
    using errcode = 'integrity_constraint_violation';
end
$$;
--> statement-breakpoint
create trigger case_event_append_only before update or delete on case_event
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger case_event_no_truncate before truncate on case_event
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger stop_payment_event_append_only before update or delete on stop_payment_event
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger stop_payment_event_no_truncate before truncate on stop_payment_event
  for each statement execute function refuse_change();
