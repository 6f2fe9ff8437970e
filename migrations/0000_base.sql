CREATE TABLE "account" (
	"account_id" text PRIMARY KEY NOT NULL,
	"aliases" text[] NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"currency" text,
	"institution" text,
	"branch" text,
	"holder_ids" text[] NOT NULL,
	"holder_kind" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"identity_verified" boolean NOT NULL,
	"birth_year" integer,
	"phone" text,
	"daily_limit_minor" bigint,
	"protection" text,
	"removed" boolean NOT NULL,
	"source_incarnation" integer NOT NULL,
	"source_offset" bigint NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_version" (
	"account_id" text NOT NULL,
	"source_incarnation" integer NOT NULL,
	"source_offset" bigint NOT NULL,
	"record" jsonb,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_version_account_id_source_incarnation_source_offset_pk" PRIMARY KEY("account_id","source_incarnation","source_offset")
);
--> statement-breakpoint
CREATE TABLE "watchlist_entry" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"perspective" text NOT NULL,
	"disposition" text,
	"source" text,
	"listed_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"removed" boolean NOT NULL,
	"source_offset" bigint NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert" (
	"alert_id" text PRIMARY KEY NOT NULL,
	"case_id" text NOT NULL,
	"transfer_id" text NOT NULL,
	"decision_id" text NOT NULL,
	"account_id" text NOT NULL,
	"side" text NOT NULL,
	"outcome" text NOT NULL,
	"score" smallint NOT NULL,
	"scenario" text,
	"raised_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "alert_transfer_id_unique" UNIQUE("transfer_id")
);
--> statement-breakpoint
CREATE TABLE "case_event" (
	"case_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"note" text,
	"detail" jsonb,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"previous_hash" "bytea",
	"hash" "bytea",
	CONSTRAINT "case_event_case_id_sequence_pk" PRIMARY KEY("case_id","sequence"),
	CONSTRAINT "case_event_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "case_file" (
	"case_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"subject_account" text,
	"ordinal" integer NOT NULL,
	"report_id" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"assigned_to" text,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"close_reason" text,
	CONSTRAINT "case_file_alert_has_account" CHECK (kind <> 'ALERT' or subject_account is not null),
	CONSTRAINT "case_file_recovery_has_report" CHECK (kind <> 'RECOVERY' or report_id is not null),
	CONSTRAINT "case_file_closed_at" CHECK ((state = 'CLOSED') = (closed_at is not null))
);
--> statement-breakpoint
CREATE TABLE "recovery_taint" (
	"case_id" text NOT NULL,
	"account_id" text NOT NULL,
	"dirty" boolean DEFAULT true NOT NULL,
	CONSTRAINT "recovery_taint_case_id_account_id_pk" PRIMARY KEY("case_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "currency" (
	"code" text PRIMARY KEY NOT NULL,
	"minor_digits" smallint NOT NULL,
	"minor_unit" numeric NOT NULL
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"transfer_id" text PRIMARY KEY NOT NULL,
	"decision_id" text NOT NULL,
	"debtor_account" text NOT NULL,
	"creditor_account" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"scored_status" text NOT NULL,
	"outcome" text NOT NULL,
	"debtor_score" smallint NOT NULL,
	"creditor_score" smallint NOT NULL,
	"reasons" jsonb NOT NULL,
	"missing_evidence" text[] NOT NULL,
	"scenario" text,
	"payer_reason" text,
	"rules_version" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "decision_decision_id_unique" UNIQUE("decision_id")
);
--> statement-breakpoint
CREATE TABLE "decision_summary" (
	"transfer_id" text PRIMARY KEY NOT NULL,
	"outcome" text NOT NULL,
	"debtor_score" smallint NOT NULL,
	"creditor_score" smallint NOT NULL,
	"rules_version" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transfer_outcome" (
	"transfer_id" text PRIMARY KEY NOT NULL,
	"truth" text NOT NULL,
	"truth_source" text,
	"truth_at" timestamp (3) with time zone,
	"truth_offset" bigint,
	"payer_response" text NOT NULL,
	"payer_response_source" text,
	"payer_response_at" timestamp (3) with time zone,
	"payer_response_offset" bigint
);
--> statement-breakpoint
CREATE TABLE "victim_warning" (
	"warning_id" text PRIMARY KEY NOT NULL,
	"decision_id" text NOT NULL,
	"transfer_id" text NOT NULL,
	"debtor_account" text NOT NULL,
	"scenario" text NOT NULL,
	"message" text NOT NULL,
	"language" text NOT NULL,
	"score" integer NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"answer_by" timestamp (3) with time zone NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fraud_report" (
	"report_id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"source" text NOT NULL,
	"victim_account" text,
	"victim_institution" text,
	"victim_vulnerable" boolean,
	"fraud_type" text,
	"authority" text,
	"reference" text,
	"order_expires_at" timestamp (3) with time zone,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"source_offset" bigint NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fraud_report_item" (
	"report_id" text NOT NULL,
	"item_no" integer NOT NULL,
	"transfer_id" text,
	"debtor_account" text,
	"creditor_account" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "fraud_report_item_report_id_item_no_pk" PRIMARY KEY("report_id","item_no")
);
--> statement-breakpoint
CREATE TABLE "fraud_report_version" (
	"report_id" text NOT NULL,
	"source_offset" bigint NOT NULL,
	"state" text NOT NULL,
	"record" jsonb NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "fraud_report_version_report_id_source_offset_pk" PRIMARY KEY("report_id","source_offset")
);
--> statement-breakpoint
CREATE TABLE "dead_letter" (
	"source_topic" text NOT NULL,
	"source_partition" integer NOT NULL,
	"source_offset" bigint NOT NULL,
	"source_timestamp" timestamp (3) with time zone NOT NULL,
	"code" text NOT NULL,
	"sentence" text NOT NULL,
	"dead_letter_partition" integer NOT NULL,
	"dead_letter_offset" bigint NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "dead_letter_source_topic_source_partition_source_offset_pk" PRIMARY KEY("source_topic","source_partition","source_offset")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"key" "bytea",
	"payload" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "recorder_position" (
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"next_offset" bigint NOT NULL,
	"append_time" timestamp (3) with time zone,
	"complete_to" timestamp (3) with time zone,
	CONSTRAINT "recorder_position_topic_partition_pk" PRIMARY KEY("topic","partition")
);
--> statement-breakpoint
CREATE TABLE "stop_order" (
	"order_id" text PRIMARY KEY NOT NULL,
	"action" text NOT NULL,
	"stop_payment_id" text,
	"account" text NOT NULL,
	"institution" text,
	"transfer_id" text,
	"amount_minor" bigint,
	"currency" text,
	"return_to_account" text,
	"cause" text NOT NULL,
	"cause_id" text NOT NULL,
	"case_id" text,
	"legal_basis" text,
	"authority_reference" text,
	"ordered_by" text NOT NULL,
	"approved_by" text,
	"reason" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"ordered_at" timestamp (3) with time zone NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stop_payment" (
	"stop_payment_id" text PRIMARY KEY NOT NULL,
	"sequence" integer NOT NULL,
	"type" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"instrument" text NOT NULL,
	"account" text NOT NULL,
	"institution" text,
	"transfer_id" text,
	"currency" text NOT NULL,
	"requested_minor" bigint NOT NULL,
	"stopped_minor" bigint NOT NULL,
	"returned_minor" bigint NOT NULL,
	"available_minor" bigint,
	"cause" text NOT NULL,
	"cause_id" text NOT NULL,
	"case_id" text,
	"previous_stop_payment_id" text,
	"legal_basis" text NOT NULL,
	"policy_version" text NOT NULL,
	"ordered_by" text NOT NULL,
	"approved_by" text,
	"authority_reference" text,
	"rules_version" text,
	"expires_at" timestamp (3) with time zone,
	"renewals" integer NOT NULL,
	"command_id" text,
	"command_action" text,
	"reason_code" text,
	"reason" text NOT NULL,
	"core_reference" text,
	"return_to_account" text,
	"append_time" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stop_payment_answer" (
	"command_id" text NOT NULL,
	"result" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"stop_payment_id" text NOT NULL,
	"stopped_minor" bigint,
	"available_minor" bigint,
	"currency" text,
	"reason_code" text,
	"detail" text,
	"core_reference" text,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stop_payment_answer_command_id_at_result_pk" PRIMARY KEY("command_id","at","result")
);
--> statement-breakpoint
CREATE TABLE "stop_payment_command" (
	"command_id" text PRIMARY KEY NOT NULL,
	"stop_payment_id" text NOT NULL,
	"action" text NOT NULL,
	"account" text NOT NULL,
	"institution" text,
	"transfer_id" text,
	"amount_minor" bigint,
	"currency" text,
	"return_to_account" text,
	"cause" text NOT NULL,
	"cause_id" text NOT NULL,
	"case_id" text,
	"legal_basis" text NOT NULL,
	"authority_reference" text,
	"ordered_by" text NOT NULL,
	"approved_by" text,
	"reason" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"append_time" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stop_payment_event" (
	"stop_payment_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"type" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"instrument" text NOT NULL,
	"account" text NOT NULL,
	"institution" text,
	"transfer_id" text,
	"currency" text NOT NULL,
	"requested_minor" bigint NOT NULL,
	"stopped_minor" bigint NOT NULL,
	"returned_minor" bigint NOT NULL,
	"available_minor" bigint,
	"cause" text NOT NULL,
	"cause_id" text NOT NULL,
	"case_id" text,
	"previous_stop_payment_id" text,
	"legal_basis" text NOT NULL,
	"policy_version" text NOT NULL,
	"ordered_by" text NOT NULL,
	"approved_by" text,
	"authority_reference" text,
	"rules_version" text,
	"expires_at" timestamp (3) with time zone,
	"renewals" integer NOT NULL,
	"command_id" text,
	"command_action" text,
	"reason_code" text,
	"reason" text NOT NULL,
	"core_reference" text,
	"return_to_account" text,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stop_payment_event_stop_payment_id_sequence_pk" PRIMARY KEY("stop_payment_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "transfer" (
	"transfer_id" text PRIMARY KEY NOT NULL,
	"origin" text,
	"initial_status" text,
	"initial_status_at" timestamp (3) with time zone,
	"status" text NOT NULL,
	"status_at" timestamp (3) with time zone NOT NULL,
	"booked_at" timestamp (3) with time zone,
	"booking_sequence" bigint,
	"settled_minor" bigint,
	"debtor_balance_minor" bigint,
	"creditor_balance_minor" bigint,
	"kind" text NOT NULL,
	"initiation" text NOT NULL,
	"debtor_account" text NOT NULL,
	"debtor_institution" text,
	"debtor_ownership" text NOT NULL,
	"creditor_account" text NOT NULL,
	"creditor_institution" text,
	"creditor_ownership" text NOT NULL,
	"creditor_kind" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"debtor_amount_minor" bigint,
	"debtor_currency" text,
	"creditor_amount_minor" bigint,
	"creditor_currency" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"channel" text NOT NULL,
	"device_id" text,
	"ip_address" text,
	"country" text,
	"location" text,
	"session_signals" text[] NOT NULL,
	"payee_added_at" timestamp (3) with time zone,
	"payee_name_match" text NOT NULL,
	"same_holder" boolean,
	"batch_id" text,
	"relates_to" text,
	"decide_by" timestamp (3) with time zone,
	"end_to_end_id" text,
	"purpose" text,
	"remittance" text,
	"legs_partition" integer NOT NULL,
	"legs_offset" bigint NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "transfer_amount_positive" CHECK ("transfer"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "transfer_status" (
	"transfer_id" text NOT NULL,
	"status" text NOT NULL,
	"status_at" timestamp (3) with time zone NOT NULL,
	"booked_at" timestamp (3) with time zone,
	"booking_sequence" bigint,
	"settled_minor" bigint,
	"debtor_balance_minor" bigint,
	"creditor_balance_minor" bigint,
	"ledger_only" boolean NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "transfer_status_transfer_id_status_at_status_pk" PRIMARY KEY("transfer_id","status_at","status")
);
--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_case_id_case_file_case_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."case_file"("case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_case_id_case_file_case_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."case_file"("case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_case_idx" ON "alert" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "alert_account_idx" ON "alert" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "case_file_alert_open_idx" ON "case_file" USING btree ("subject_account") WHERE kind = 'ALERT' and state <> 'CLOSED';--> statement-breakpoint
CREATE UNIQUE INDEX "case_file_alert_ordinal_idx" ON "case_file" USING btree ("subject_account","ordinal") WHERE kind = 'ALERT';--> statement-breakpoint
CREATE UNIQUE INDEX "case_file_report_idx" ON "case_file" USING btree ("report_id") WHERE kind = 'RECOVERY';--> statement-breakpoint
CREATE INDEX "case_file_subject_idx" ON "case_file" USING btree ("subject_account");--> statement-breakpoint
CREATE INDEX "case_file_state_idx" ON "case_file" USING btree ("state","opened_at");--> statement-breakpoint
CREATE INDEX "recovery_taint_account_idx" ON "recovery_taint" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "recovery_taint_dirty_idx" ON "recovery_taint" USING btree ("case_id") WHERE dirty;--> statement-breakpoint
CREATE INDEX "decision_decided_at_idx" ON "decision" USING btree ("decided_at");--> statement-breakpoint
CREATE INDEX "decision_debtor_idx" ON "decision" USING btree ("debtor_account");--> statement-breakpoint
CREATE INDEX "decision_creditor_idx" ON "decision" USING btree ("creditor_account");--> statement-breakpoint
CREATE INDEX "victim_warning_transfer_idx" ON "victim_warning" USING btree ("transfer_id");--> statement-breakpoint
CREATE INDEX "fraud_report_victim_idx" ON "fraud_report" USING btree ("victim_account");--> statement-breakpoint
CREATE INDEX "fraud_report_item_transfer_idx" ON "fraud_report_item" USING btree ("transfer_id");--> statement-breakpoint
CREATE INDEX "dead_letter_code_idx" ON "dead_letter" USING btree ("code");--> statement-breakpoint
CREATE INDEX "outbox_unpublished_idx" ON "outbox" USING btree ("id") WHERE published_at is null;--> statement-breakpoint
CREATE INDEX "stop_order_stop_idx" ON "stop_order" USING btree ("stop_payment_id");--> statement-breakpoint
CREATE INDEX "stop_order_case_idx" ON "stop_order" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "stop_payment_account_idx" ON "stop_payment" USING btree ("account");--> statement-breakpoint
CREATE INDEX "stop_payment_transfer_idx" ON "stop_payment" USING btree ("transfer_id");--> statement-breakpoint
CREATE INDEX "stop_payment_case_idx" ON "stop_payment" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "stop_payment_state_idx" ON "stop_payment" USING btree ("state","expires_at");--> statement-breakpoint
CREATE INDEX "stop_payment_answer_stop_idx" ON "stop_payment_answer" USING btree ("stop_payment_id");--> statement-breakpoint
CREATE INDEX "stop_payment_command_stop_idx" ON "stop_payment_command" USING btree ("stop_payment_id");--> statement-breakpoint
CREATE INDEX "stop_payment_event_append_idx" ON "stop_payment_event" USING btree ("append_time");--> statement-breakpoint
CREATE INDEX "transfer_debtor_idx" ON "transfer" USING btree ("debtor_account","booked_at");--> statement-breakpoint
CREATE INDEX "transfer_creditor_idx" ON "transfer" USING btree ("creditor_account","booked_at");--> statement-breakpoint
CREATE INDEX "transfer_relates_to_idx" ON "transfer" USING btree ("relates_to") WHERE relates_to is not null;