CREATE TABLE `alarm_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`agent_id` text,
	`condition` text NOT NULL,
	`quiet_hours` text NOT NULL,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `alarm_rules_by_owner` ON `alarm_rules` (`owner_id`);--> statement-breakpoint
CREATE TABLE `alarm_watches` (
	`rule_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`step` integer NOT NULL,
	`watch` text NOT NULL,
	`seen_to_ms` integer NOT NULL,
	`look_again_at_ms` integer,
	`retest_asked_at_ms` integer,
	`retest_until_ms` integer,
	`alarm_id` text,
	PRIMARY KEY(`rule_id`, `agent_id`)
);
--> statement-breakpoint
CREATE INDEX `alarm_watches_by_agent` ON `alarm_watches` (`agent_id`);--> statement-breakpoint
CREATE TABLE `alarms` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`rule_id` text NOT NULL,
	`rule_name` text NOT NULL,
	`agent_id` text NOT NULL,
	`site` text NOT NULL,
	`condition` text NOT NULL,
	`raised_at_ms` integer NOT NULL,
	`confirmed_by` text NOT NULL,
	`value` real,
	`bound` real,
	`ended_at_ms` integer,
	`ended_as` text
);
--> statement-breakpoint
CREATE INDEX `alarms_by_owner` ON `alarms` (`owner_id`,`raised_at_ms`);--> statement-breakpoint
CREATE TABLE `server_absences` (
	`from_ms` integer PRIMARY KEY NOT NULL,
	`to_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `server_presence` (
	`id` integer PRIMARY KEY NOT NULL,
	`last_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`message_id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`alarm_id` text,
	`type` text NOT NULL,
	`payload` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at_ms` integer,
	`last_outcome` text,
	PRIMARY KEY(`message_id`, `endpoint_id`)
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`next_attempt_at_ms`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_owner` ON `webhook_deliveries` (`owner_id`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`url` text NOT NULL,
	`secret_version` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`disabled_at_ms` integer,
	`disabled_as` text
);
--> statement-breakpoint
CREATE INDEX `webhook_endpoints_by_owner` ON `webhook_endpoints` (`owner_id`);