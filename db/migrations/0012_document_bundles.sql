CREATE TABLE `document_bundles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`check_after_ms` integer
);
--> statement-breakpoint
CREATE INDEX `document_bundles_to_check` ON `document_bundles` (`check_after_ms`) WHERE check_after_ms is not null;--> statement-breakpoint
CREATE TABLE `document_places` (
	`id` text PRIMARY KEY NOT NULL,
	`bundle` integer,
	`offset` integer,
	`length` integer
);
--> statement-breakpoint
CREATE INDEX `document_places_by_bundle` ON `document_places` (`bundle`) WHERE bundle is not null;