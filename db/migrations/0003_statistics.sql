CREATE TABLE `cells` (
	`grouping_set` text NOT NULL,
	`period` text NOT NULL,
	`slice` text NOT NULL,
	`place` text NOT NULL,
	`lines` integer NOT NULL,
	`published_lines` integer,
	`published_results` integer,
	`results` integer NOT NULL,
	`changed_lines` integer NOT NULL,
	`published_at_ms` integer,
	`sums` text NOT NULL,
	`published_sums` text,
	PRIMARY KEY(`grouping_set`, `period`, `slice`, `place`)
);
--> statement-breakpoint
CREATE INDEX `cells_to_publish` ON `cells` (`changed_lines`) WHERE changed_lines >= 10;--> statement-breakpoint
CREATE TABLE `dirty_lines` (
	`line` blob PRIMARY KEY NOT NULL,
	`mark` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `line_months` (
	`line` blob NOT NULL,
	`month` text NOT NULL,
	`method_version` integer NOT NULL,
	`synthetic` integer NOT NULL,
	`cohort` text NOT NULL,
	`medium` text NOT NULL,
	`ip_version` text NOT NULL,
	`band` text NOT NULL,
	`stands_for` integer NOT NULL,
	`isp` text,
	`country` text,
	`area` text,
	`subdivision` text,
	`access` text NOT NULL,
	`method` text NOT NULL,
	`dwelling` text NOT NULL,
	`tier` text NOT NULL,
	`prefix_bucket` integer,
	`results` integer NOT NULL,
	`figures` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `line_months_by_line` ON `line_months` (`line`);--> statement-breakpoint
CREATE INDEX `line_months_by_isp` ON `line_months` (`month`,`isp`);--> statement-breakpoint
CREATE INDEX `line_months_by_region` ON `line_months` (`month`,`subdivision`);--> statement-breakpoint
CREATE TABLE `publications` (
	`at_ms` integer PRIMARY KEY NOT NULL,
	`as_of` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rollup_steps` (
	`step` integer PRIMARY KEY NOT NULL,
	`lines` integer NOT NULL,
	`version` integer NOT NULL,
	`as_of` integer NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `superseded_results` (
	`id` text NOT NULL,
	`measured_at_ms` integer NOT NULL,
	`method_version` integer NOT NULL,
	`cohort` text NOT NULL,
	`synthetic` integer NOT NULL,
	`valid` integer NOT NULL,
	`excluded_by` text,
	`isp_key` text,
	`country_code` text,
	`subdivision_code` text,
	`region_source` text,
	`utc_offset_min` integer,
	`ip_version` integer,
	`access_technology` text,
	`connection_method` text,
	`dwelling` text,
	`medium` text,
	`contract_download_bps` real,
	`contract_upload_bps` real,
	`subscriber_key` blob,
	`prefix_key` blob,
	`download_bps` real,
	`upload_bps` real,
	`idle_rtt_ms` real,
	`working_rtt_download_ms` real,
	`working_rtt_upload_ms` real,
	`pdv_p95_ms` real,
	`loss_ratio` real,
	`rpm` real,
	`rolled_up_as_of` integer,
	`line` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `superseded_results_by_line` ON `superseded_results` (`line`);--> statement-breakpoint
DROP INDEX `results_by_isp`;--> statement-breakpoint
DROP INDEX `results_by_subdivision`;--> statement-breakpoint
DROP INDEX `results_by_country`;--> statement-breakpoint
ALTER TABLE `results` ADD `excluded_by` text;--> statement-breakpoint
ALTER TABLE `results` ADD `utc_offset_min` integer;--> statement-breakpoint
ALTER TABLE `results` ADD `dwelling` text;--> statement-breakpoint
ALTER TABLE `results` ADD `contract_download_bps` real;--> statement-breakpoint
ALTER TABLE `results` ADD `contract_upload_bps` real;--> statement-breakpoint
ALTER TABLE `results` ADD `pdv_p95_ms` real;--> statement-breakpoint
ALTER TABLE `results` ADD `rolled_up_as_of` integer;--> statement-breakpoint
ALTER TABLE `results` ADD `line` blob GENERATED ALWAYS AS (coalesce(subscriber_key, cast(id as blob))) VIRTUAL NOT NULL;--> statement-breakpoint
CREATE INDEX `results_by_line` ON `results` (`line`);--> statement-breakpoint
CREATE INDEX `results_by_time` ON `results` (`measured_at_ms`);
--> statement-breakpoint
CREATE TRIGGER results_inserted AFTER INSERT ON results BEGIN
	INSERT INTO dirty_lines(line, mark) VALUES (NEW.line, abs(random() % 9007199254740991))
		ON CONFLICT(line) DO UPDATE SET mark = excluded.mark;
END;
--> statement-breakpoint
CREATE TRIGGER results_deleted AFTER DELETE ON results BEGIN
	INSERT INTO superseded_results(
		id, measured_at_ms, method_version, cohort, synthetic, valid, excluded_by, isp_key, country_code,
		subdivision_code, region_source, utc_offset_min, ip_version, access_technology, connection_method,
		dwelling, medium, contract_download_bps, contract_upload_bps, subscriber_key, prefix_key, download_bps,
		upload_bps, idle_rtt_ms, working_rtt_download_ms, working_rtt_upload_ms, pdv_p95_ms, loss_ratio, rpm,
		rolled_up_as_of, line)
	SELECT
		OLD.id, OLD.measured_at_ms, OLD.method_version, OLD.cohort, OLD.synthetic, OLD.valid, OLD.excluded_by,
		OLD.isp_key, OLD.country_code, OLD.subdivision_code, OLD.region_source, OLD.utc_offset_min,
		OLD.ip_version, OLD.access_technology, OLD.connection_method, OLD.dwelling, OLD.medium,
		OLD.contract_download_bps, OLD.contract_upload_bps, OLD.subscriber_key, OLD.prefix_key,
		OLD.download_bps, OLD.upload_bps, OLD.idle_rtt_ms, OLD.working_rtt_download_ms,
		OLD.working_rtt_upload_ms, OLD.pdv_p95_ms, OLD.loss_ratio, OLD.rpm, OLD.rolled_up_as_of, OLD.line
	WHERE OLD.rolled_up_as_of IS NOT NULL;
	INSERT INTO dirty_lines(line, mark) VALUES (OLD.line, abs(random() % 9007199254740991))
		ON CONFLICT(line) DO UPDATE SET mark = excluded.mark;
END;
--> statement-breakpoint
CREATE TRIGGER results_changed AFTER UPDATE OF
measured_at_ms, method_version, cohort, synthetic, valid, excluded_by, isp_key, country_code,
subdivision_code, region_source, utc_offset_min, ip_version, access_technology, connection_method, dwelling,
medium, contract_download_bps, contract_upload_bps, subscriber_key, prefix_key, download_bps, upload_bps,
idle_rtt_ms, working_rtt_download_ms, working_rtt_upload_ms, pdv_p95_ms, loss_ratio, rpm
ON results BEGIN
	INSERT INTO superseded_results(
		id, measured_at_ms, method_version, cohort, synthetic, valid, excluded_by, isp_key, country_code,
		subdivision_code, region_source, utc_offset_min, ip_version, access_technology, connection_method,
		dwelling, medium, contract_download_bps, contract_upload_bps, subscriber_key, prefix_key, download_bps,
		upload_bps, idle_rtt_ms, working_rtt_download_ms, working_rtt_upload_ms, pdv_p95_ms, loss_ratio, rpm,
		rolled_up_as_of, line)
	SELECT
		OLD.id, OLD.measured_at_ms, OLD.method_version, OLD.cohort, OLD.synthetic, OLD.valid, OLD.excluded_by,
		OLD.isp_key, OLD.country_code, OLD.subdivision_code, OLD.region_source, OLD.utc_offset_min,
		OLD.ip_version, OLD.access_technology, OLD.connection_method, OLD.dwelling, OLD.medium,
		OLD.contract_download_bps, OLD.contract_upload_bps, OLD.subscriber_key, OLD.prefix_key,
		OLD.download_bps, OLD.upload_bps, OLD.idle_rtt_ms, OLD.working_rtt_download_ms,
		OLD.working_rtt_upload_ms, OLD.pdv_p95_ms, OLD.loss_ratio, OLD.rpm, OLD.rolled_up_as_of, OLD.line
	WHERE OLD.rolled_up_as_of IS NOT NULL;
	UPDATE results SET rolled_up_as_of = NULL WHERE id = NEW.id;
	INSERT INTO dirty_lines(line, mark) VALUES (OLD.line, abs(random() % 9007199254740991))
		ON CONFLICT(line) DO UPDATE SET mark = excluded.mark;
	INSERT INTO dirty_lines(line, mark) VALUES (NEW.line, abs(random() % 9007199254740991))
		ON CONFLICT(line) DO UPDATE SET mark = excluded.mark;
END;
--> statement-breakpoint
INSERT INTO dirty_lines(line, mark) SELECT DISTINCT line, 1 FROM results;
