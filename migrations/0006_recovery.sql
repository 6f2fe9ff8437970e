CREATE TABLE "recovery_entry" (
	"case_id" text NOT NULL,
	"entry_no" integer NOT NULL,
	"run_no" integer NOT NULL,
	"booked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "recovery_entry_case_id_entry_no_pk" PRIMARY KEY("case_id","entry_no")
);
--> statement-breakpoint
CREATE TABLE "recovery_flow" (
	"case_id" text NOT NULL,
	"since_run" integer NOT NULL,
	"until_run" integer,
	"transfer_id" text NOT NULL,
	"source" text NOT NULL,
	"layer" integer NOT NULL,
	"fate" text NOT NULL,
	"channel" text NOT NULL,
	"from_account" text NOT NULL,
	"to_account" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"booked_at" timestamp (3) with time zone NOT NULL,
	"rests_minor" bigint NOT NULL,
	"frozen_minor" bigint NOT NULL,
	"out_minor" bigint NOT NULL,
	CONSTRAINT "recovery_flow_case_id_transfer_id_source_layer_fate_channel_since_run_pk" PRIMARY KEY("case_id","transfer_id","source","layer","fate","channel","since_run")
);
--> statement-breakpoint
CREATE TABLE "recovery_item" (
	"case_id" text NOT NULL,
	"item_no" integer NOT NULL,
	"transfer_id" text,
	"currency" text NOT NULL,
	"reported_minor" bigint NOT NULL,
	"counted_in" text,
	"note" text,
	CONSTRAINT "recovery_item_case_id_item_no_pk" PRIMARY KEY("case_id","item_no"),
	CONSTRAINT "recovery_item_reported" CHECK (reported_minor >= 0)
);
--> statement-breakpoint
CREATE TABLE "recovery_order" (
	"order_id" text PRIMARY KEY NOT NULL,
	"case_id" text NOT NULL,
	"run_no" integer NOT NULL,
	"action" text NOT NULL,
	"account" text NOT NULL,
	"currency" text NOT NULL,
	"transfer_id" text,
	"amount_minor" bigint NOT NULL,
	"layer" integer NOT NULL,
	"stop_payment_id" text NOT NULL,
	"reason" text NOT NULL,
	"ordered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "recovery_order_stop_payment_id_unique" UNIQUE("stop_payment_id"),
	CONSTRAINT "recovery_order_amount" CHECK (amount_minor > 0)
);
--> statement-breakpoint
CREATE TABLE "recovery_posting" (
	"case_id" text NOT NULL,
	"entry_no" integer NOT NULL,
	"currency" text NOT NULL,
	"book" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "recovery_posting_case_id_entry_no_currency_book_pk" PRIMARY KEY("case_id","entry_no","currency","book"),
	CONSTRAINT "recovery_posting_moves" CHECK (amount_minor <> 0)
);
--> statement-breakpoint
CREATE TABLE "recovery_proposal" (
	"case_id" text NOT NULL,
	"since_run" integer NOT NULL,
	"until_run" integer,
	"action" text NOT NULL,
	"account" text NOT NULL,
	"currency" text NOT NULL,
	"transfer_id" text NOT NULL,
	"because" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"layer" integer NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "recovery_proposal_case_id_action_account_currency_transfer_id_because_since_run_pk" PRIMARY KEY("case_id","action","account","currency","transfer_id","because","since_run")
);
--> statement-breakpoint
CREATE TABLE "recovery_report" (
	"report_id" text PRIMARY KEY NOT NULL,
	"case_id" text NOT NULL,
	"stage" text NOT NULL,
	"record" jsonb NOT NULL,
	"transfers_end" jsonb,
	"legs_end" jsonb,
	"taken_at" timestamp (3) with time zone NOT NULL,
	"traced_at" timestamp (3) with time zone,
	"traced_position" jsonb,
	CONSTRAINT "recovery_report_case_id_unique" UNIQUE("case_id")
);
--> statement-breakpoint
CREATE TABLE "recovery_trace" (
	"case_id" text NOT NULL,
	"run_no" integer NOT NULL,
	"trace_id" text NOT NULL,
	"method" text NOT NULL,
	"position" jsonb NOT NULL,
	"ran_at" timestamp (3) with time zone NOT NULL,
	"assumptions" text[] NOT NULL,
	"accounts" integer NOT NULL,
	"ledger_rows" integer NOT NULL,
	"joined_cases" text[] NOT NULL,
	CONSTRAINT "recovery_trace_case_id_run_no_pk" PRIMARY KEY("case_id","run_no"),
	CONSTRAINT "recovery_trace_trace_id_unique" UNIQUE("trace_id")
);
--> statement-breakpoint
CREATE INDEX "recovery_flow_to_idx" ON "recovery_flow" USING btree ("to_account");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_item_counted_once_idx" ON "recovery_item" USING btree ("transfer_id") WHERE transfer_id is not null and reported_minor > 0;--> statement-breakpoint
CREATE INDEX "recovery_item_transfer_idx" ON "recovery_item" USING btree ("transfer_id");--> statement-breakpoint
CREATE INDEX "recovery_order_case_idx" ON "recovery_order" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "recovery_order_account_idx" ON "recovery_order" USING btree ("account");--> statement-breakpoint
CREATE INDEX "recovery_order_transfer_idx" ON "recovery_order" USING btree ("transfer_id");--> statement-breakpoint
CREATE INDEX "recovery_report_stage_idx" ON "recovery_report" USING btree ("stage","taken_at");