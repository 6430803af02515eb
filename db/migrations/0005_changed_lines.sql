-- Rollups are made anew by the first refresh (ROLLUP_VERSION).
DROP TABLE `cell_changes`;--> statement-breakpoint
-- Without a rowid: its key is most of a row, and would be stored twice.
CREATE TABLE `cell_changes` (
	`grouping_set` text NOT NULL,
	`period` text NOT NULL,
	`slice` text NOT NULL,
	`place` text NOT NULL,
	`step` integer NOT NULL,
	`sums` text NOT NULL,
	`lines` text NOT NULL,
	PRIMARY KEY(`grouping_set`, `period`, `slice`, `place`, `step`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `cells` ADD `counted_lines` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `cells_to_count` ON `cells` (`grouping_set`) WHERE lines <> counted_lines;
