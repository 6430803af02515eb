/** The browser's test: starts the measuring worker, shows what it reports, and keeps what the person may need later. */
