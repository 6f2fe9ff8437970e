CREATE TABLE "transfer_outcome_version" (
	"transfer_id" text NOT NULL,
	"source_offset" bigint NOT NULL,
	"truth" text NOT NULL,
	"payer_response" text NOT NULL,
	"source" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"append_time" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "transfer_outcome_version_transfer_id_source_offset_pk" PRIMARY KEY("transfer_id","source_offset")
);
