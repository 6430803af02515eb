CREATE TABLE `address_keys` (
	`month` text PRIMARY KEY NOT NULL,
	`secret` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `as_names` (
	`asn` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`country_code` text
);
--> statement-breakpoint
CREATE TABLE `deleted_results` (
	`id` text PRIMARY KEY NOT NULL,
	`deleted_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `isp_asns` (
	`slug` text NOT NULL,
	`asn` integer NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`slug`, `asn`),
	FOREIGN KEY (`slug`) REFERENCES `isps`(`slug`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `isps` (
	`slug` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name_ja` text NOT NULL,
	`name_en` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `regions` (
	`code` text PRIMARY KEY NOT NULL,
	`name_ja` text NOT NULL,
	`name_en` text NOT NULL,
	`parent_code` text,
	`level` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `results` (
	`id` text PRIMARY KEY NOT NULL,
	`received_at_ms` integer NOT NULL,
	`measured_at_ms` integer NOT NULL,
	`method_version` integer NOT NULL,
	`cohort` text NOT NULL,
	`synthetic` integer NOT NULL,
	`valid` integer NOT NULL,
	`asn` integer,
	`isp_key` text,
	`isp_source` text,
	`country_code` text,
	`subdivision_code` text,
	`region_source` text,
	`ip_version` integer,
	`access_technology` text,
	`connection_method` text,
	`medium` text,
	`subscriber_key` blob,
	`prefix_key` blob,
	`download_bps` real,
	`upload_bps` real,
	`idle_rtt_ms` real,
	`idle_rtt_p95_ms` real,
	`working_rtt_download_ms` real,
	`working_rtt_upload_ms` real,
	`ipdv_ms` real,
	`loss_ratio` real,
	`rpm` real
);
--> statement-breakpoint
CREATE INDEX `results_by_isp` ON `results` (`isp_key`,`measured_at_ms`);--> statement-breakpoint
CREATE INDEX `results_by_subdivision` ON `results` (`subdivision_code`,`measured_at_ms`);--> statement-breakpoint
CREATE INDEX `results_by_country` ON `results` (`country_code`,`measured_at_ms`);