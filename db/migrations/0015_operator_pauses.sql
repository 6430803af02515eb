CREATE TABLE `operator_pauses` (
	`scope` text PRIMARY KEY NOT NULL,
	`until_ms` integer NOT NULL,
	`reason` text NOT NULL
);
