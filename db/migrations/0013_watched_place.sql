ALTER TABLE `server_presence` ADD `watched_rule_id` text;--> statement-breakpoint
ALTER TABLE `server_presence` ADD `watched_agent_id` text;