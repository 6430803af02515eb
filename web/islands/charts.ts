import { mountCharts } from '../charts/mount.ts';

/** The script of pages with charts. They are complete without it. */
mountCharts();
