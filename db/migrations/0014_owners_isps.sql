DROP INDEX `alarm_rules_by_owner`;--> statement-breakpoint
CREATE UNIQUE INDEX `alarm_rules_by_name` ON `alarm_rules` (`owner_id`,`name`);--> statement-breakpoint
ALTER TABLE `owners` ADD `isps` text;