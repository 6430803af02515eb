CREATE TABLE `cells_to_add_up` (
	`grouping_set` text NOT NULL,
	`period` text NOT NULL,
	`slice` text NOT NULL,
	`place` text NOT NULL,
	PRIMARY KEY(`grouping_set`, `period`, `slice`, `place`)
);
--> statement-breakpoint
CREATE TABLE `periods_to_tell` (
	`period` text NOT NULL,
	`slice` text NOT NULL,
	PRIMARY KEY(`period`, `slice`)
);
--> statement-breakpoint
CREATE TABLE `published_cells` (
	`id` integer PRIMARY KEY NOT NULL,
	`grouping_set` text NOT NULL,
	`period` text NOT NULL,
	`slice` text NOT NULL,
	`place` text NOT NULL,
	`publication` integer NOT NULL,
	`summary` text,
	`sums` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `published_cells_by_key` ON `published_cells` (`grouping_set`,`period`,`slice`,`place`,`publication`);--> statement-breakpoint
CREATE INDEX `published_cells_by_publication` ON `published_cells` (`publication`,`slice`,`period`);--> statement-breakpoint
CREATE TABLE `replaced_cells` (
	`id` integer PRIMARY KEY NOT NULL,
	`publication` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `replaced_cells_by_publication` ON `replaced_cells` (`publication`);--> statement-breakpoint
-- Without a rowid, as cell_changes.
CREATE TABLE `told_cells` (
	`period` text NOT NULL,
	`slice` text NOT NULL,
	`publication` integer NOT NULL,
	`grouping_set` text NOT NULL,
	`place` text NOT NULL,
	`lines` integer NOT NULL,
	`published_lines` integer,
	`published_results` integer,
	`hidden` text,
	PRIMARY KEY(`period`, `slice`, `publication`, `grouping_set`, `place`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `told_periods` (
	`period` text NOT NULL,
	`slice` text NOT NULL,
	`publication` integer NOT NULL,
	PRIMARY KEY(`period`, `slice`, `publication`)
);
--> statement-breakpoint
INSERT INTO `published_cells` (`grouping_set`, `period`, `slice`, `place`, `publication`, `summary`, `sums`)
	SELECT `grouping_set`, `period`, `slice`, `place`, `published_at_ms`, `summary`, `sums` FROM `cells`
	WHERE `sums` IS NOT NULL AND `published_at_ms` IS NOT NULL;--> statement-breakpoint
-- A new table: taking columns out of the old one would write all of it once for each.
CREATE TABLE `counted_cells` (
	`grouping_set` text NOT NULL,
	`period` text NOT NULL,
	`slice` text NOT NULL,
	`place` text NOT NULL,
	`lines` integer NOT NULL,
	`results` integer NOT NULL,
	`published_lines` integer,
	`published_results` integer,
	`published_at_ms` integer,
	`counted_lines` integer DEFAULT 0 NOT NULL,
	`changed_lines` integer NOT NULL,
	PRIMARY KEY(`grouping_set`, `period`, `slice`, `place`)
);
--> statement-breakpoint
INSERT INTO `counted_cells`
	SELECT `grouping_set`, `period`, `slice`, `place`, `lines`, `results`, `published_lines`, `published_results`,
		`published_at_ms`, `counted_lines`, `changed_lines`
	FROM `cells`;--> statement-breakpoint
DROP TABLE `cells`;--> statement-breakpoint
ALTER TABLE `counted_cells` RENAME TO `cells`;--> statement-breakpoint
CREATE INDEX `cells_to_publish` ON `cells` (`changed_lines`) WHERE changed_lines >= 10;--> statement-breakpoint
CREATE INDEX `cells_to_count` ON `cells` (`period`,`slice`) WHERE lines <> counted_lines and substr(slice, -4) = ' any';--> statement-breakpoint
ALTER TABLE `publications` ADD `cells_ended_at_ms` integer;--> statement-breakpoint
-- The last publication is under way again, as it has yet to work out what is told.
UPDATE `publications` SET `ended_at_ms` = NULL;--> statement-breakpoint
-- Quarters, and ISPs by tier, of what is published already.
INSERT OR IGNORE INTO `cells_to_add_up`
	SELECT `grouping_set`, substr(`period`, 1, 5) || 'Q' || ((substr(`period`, 6, 2) + 2) / 3), `slice`, `place`
	FROM `cells` WHERE length(`period`) = 7 AND `published_at_ms` IS NOT NULL;--> statement-breakpoint
WITH `parts` AS (
	SELECT `period`, `slice`, substr(`place`, 1, instr(`place`, '|')) AS `isp`,
		substr(`place`, instr(`place`, '|') + 1) AS `rest`
	FROM `cells` WHERE `grouping_set` = 'isp-area-tier' AND `published_at_ms` IS NOT NULL
)
INSERT OR IGNORE INTO `cells_to_add_up`
	SELECT 'isp-tier', `period`, `slice`, `isp` || substr(`rest`, instr(`rest`, '|') + 1) FROM `parts`
	UNION
	SELECT 'isp-tier', substr(`period`, 1, 5) || 'Q' || ((substr(`period`, 6, 2) + 2) / 3), `slice`,
		`isp` || substr(`rest`, instr(`rest`, '|') + 1)
	FROM `parts` WHERE length(`period`) = 7;
