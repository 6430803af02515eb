-- Without a rowid: its key is most of a row, and would be stored twice.
CREATE TABLE `cell_changes` (
	`grouping_set` text NOT NULL,
	`period` text NOT NULL,
	`slice` text NOT NULL,
	`place` text NOT NULL,
	`step` integer NOT NULL,
	`sums` text NOT NULL,
	PRIMARY KEY(`grouping_set`, `period`, `slice`, `place`, `step`)
) WITHOUT ROWID;
--> statement-breakpoint
-- Rollups are made anew by the first refresh (ROLLUP_VERSION).
DROP TABLE `cells`;--> statement-breakpoint
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
	`sums` text,
	`summary` text,
	PRIMARY KEY(`grouping_set`, `period`, `slice`, `place`)
);
--> statement-breakpoint
CREATE INDEX `cells_to_publish` ON `cells` (`changed_lines`) WHERE changed_lines >= 10;--> statement-breakpoint
DELETE FROM `publications`;--> statement-breakpoint
ALTER TABLE `publications` ADD `ended_at_ms` integer;
