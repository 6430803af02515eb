CREATE TABLE `report_editions` (
	`month` text NOT NULL,
	`revision` integer NOT NULL,
	`synthetic` integer NOT NULL,
	`published_at_ms` integer NOT NULL,
	`input_hash` text NOT NULL,
	`done_regions` integer NOT NULL,
	`changed_regions` text NOT NULL,
	`frozen_at_ms` integer,
	`checked_with` text,
	PRIMARY KEY(`month`, `revision`, `synthetic`)
);
