CREATE TABLE `access_grants` (
	`subject` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`owner_id` text,
	`created_at_ms` integer NOT NULL,
	`revoked_at_ms` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `owners`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `agent_gaps` (
	`agent_id` text NOT NULL,
	`from_ms` integer NOT NULL,
	`to_ms` integer NOT NULL,
	PRIMARY KEY(`agent_id`, `from_ms`)
);
--> statement-breakpoint
CREATE TABLE `agent_groups` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`schedule` text,
	`created_at_ms` integer NOT NULL,
	`suppressed_until_ms` integer,
	`suppressed_why` text,
	FOREIGN KEY (`owner_id`) REFERENCES `owners`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agent_groups_by_owner` ON `agent_groups` (`owner_id`,`name`);--> statement-breakpoint
CREATE TABLE `agent_results` (
	`result_id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`measured_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `agent_results_by_agent` ON `agent_results` (`agent_id`,`measured_at_ms`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`prefix` text PRIMARY KEY NOT NULL,
	`key_hash` text NOT NULL,
	`role` text NOT NULL,
	`owner_id` text,
	`label` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer,
	`revoked_at_ms` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `owners`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `api_keys_by_owner` ON `api_keys` (`owner_id`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at_ms` integer NOT NULL,
	`actor` text NOT NULL,
	`role` text NOT NULL,
	`owner_id` text,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`before` text,
	`after` text
);
--> statement-breakpoint
CREATE INDEX `audit_log_by_owner` ON `audit_log` (`owner_id`,`id`);--> statement-breakpoint
CREATE TABLE `campaigns` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text,
	`group_id` text,
	`name` text NOT NULL,
	`starts_at_ms` integer NOT NULL,
	`ends_at_ms` integer NOT NULL,
	`every_s` integer NOT NULL,
	`spread_s` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `owners`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group_id`) REFERENCES `agent_groups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `campaigns_by_end` ON `campaigns` (`ends_at_ms`);--> statement-breakpoint
CREATE TABLE `login_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`owner_id` text,
	`expires_at_ms` integer NOT NULL,
	`used_at_ms` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `owners`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `logins` (
	`id` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`owner_id` text,
	`subject` text,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`revoked_at_ms` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `owners`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `logins_by_end` ON `logins` (`expires_at_ms`);--> statement-breakpoint
CREATE TABLE `owners` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`label` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`closed_at_ms` integer,
	`suppressed_until_ms` integer,
	`suppressed_why` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `owners_label_unique` ON `owners` (`label`);--> statement-breakpoint
CREATE TABLE `sites` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`declared` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `owners`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sites_by_owner` ON `sites` (`owner_id`,`name`);--> statement-breakpoint
ALTER TABLE `agents` ADD `owner_id` text REFERENCES owners(id);--> statement-breakpoint
ALTER TABLE `agents` ADD `site_id` text REFERENCES sites(id);--> statement-breakpoint
ALTER TABLE `agents` ADD `group_id` text REFERENCES agent_groups(id);--> statement-breakpoint
ALTER TABLE `agents` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `agents_by_owner` ON `agents` (`owner_id`);--> statement-breakpoint
ALTER TABLE `enrolment_tokens` ADD `owner_id` text REFERENCES owners(id);--> statement-breakpoint
ALTER TABLE `enrolment_tokens` ADD `site_id` text REFERENCES sites(id);
--> statement-breakpoint
CREATE TRIGGER results_of_agents_deleted AFTER DELETE ON results BEGIN
	DELETE FROM agent_results WHERE result_id = OLD.id;
END;
--> statement-breakpoint
INSERT INTO owners(id, kind, label, created_at_ms)
SELECT lower(hex(randomblob(11))), CASE WHEN max(cohort = 'isp-agent') THEN 'isp' ELSE 'volunteer' END, owner, min(at_ms)
FROM (
	SELECT owner, cohort, enrolled_at_ms AS at_ms FROM agents
	UNION ALL SELECT owner, cohort, created_at_ms FROM enrolment_tokens
) GROUP BY owner;
--> statement-breakpoint
INSERT INTO sites(id, owner_id, name, declared, created_at_ms)
SELECT lower(hex(randomblob(11))), o.id, s.site_name, s.declared, min(s.at_ms)
FROM (
	SELECT owner, site_name, declared, enrolled_at_ms AS at_ms FROM agents
	UNION ALL SELECT owner, site_name, declared, created_at_ms FROM enrolment_tokens
) s JOIN owners o ON o.label = s.owner GROUP BY o.id, s.site_name;
--> statement-breakpoint
UPDATE agents SET
	owner_id = (SELECT id FROM owners WHERE label = agents.owner),
	site_id = (SELECT s.id FROM sites s JOIN owners o ON o.id = s.owner_id WHERE o.label = agents.owner AND s.name = agents.site_name);
--> statement-breakpoint
UPDATE enrolment_tokens SET
	owner_id = (SELECT id FROM owners WHERE label = enrolment_tokens.owner),
	site_id = (SELECT s.id FROM sites s JOIN owners o ON o.id = s.owner_id WHERE o.label = enrolment_tokens.owner AND s.name = enrolment_tokens.site_name);
