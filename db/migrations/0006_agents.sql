CREATE TABLE `agent_nonces` (
	`agent_id` text NOT NULL,
	`nonce` text NOT NULL,
	`created_at_s` integer NOT NULL,
	PRIMARY KEY(`agent_id`, `nonce`)
);
--> statement-breakpoint
CREATE INDEX `agent_nonces_by_time` ON `agent_nonces` (`created_at_s`);--> statement-breakpoint
CREATE TABLE `agents` (
	`id` text PRIMARY KEY NOT NULL,
	`public_key` text NOT NULL,
	`token_hash` text NOT NULL,
	`owner` text NOT NULL,
	`site_name` text NOT NULL,
	`declared` text NOT NULL,
	`cohort` text NOT NULL,
	`enrolled_at_ms` integer NOT NULL,
	`schedule` text,
	`suppressed_until_ms` integer,
	`suppressed_why` text,
	`revoked_at_ms` integer,
	`revoked_as` text,
	`heard_at_ms` integer,
	`heartbeat` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agents_token_hash_unique` ON `agents` (`token_hash`);--> statement-breakpoint
CREATE TABLE `enrolment_tokens` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`site_name` text NOT NULL,
	`declared` text NOT NULL,
	`cohort` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL
);
