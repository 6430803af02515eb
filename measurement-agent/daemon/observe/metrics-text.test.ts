import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SILENT } from '../../../test/fixtures/observed.ts';
import { submissionOf } from '../../../test/fixtures/submission.ts';
import { families, metricsText } from './metrics-text.ts';

const named = new Set(families(SILENT).map(({ name }) => name));
const namesIn = (file: string) =>
  new Set(
    readFileSync(path.join(import.meta.dirname, '../../..', file), 'utf8').match(/\bjissoku_[a-z_]+\b/g),
  );

describe('the text', () => {
  test('has a value where one is known, in base units, and no sample where none is', () => {
    const text = metricsText({ ...SILENT, last: submissionOf('AAAAAAAAAAAAAAAAAAAAAA') });
    expect(text).toContain('\njissoku_download_bits_per_second 312437118.4\n');
    expect(text).toContain('\njissoku_idle_rtt_seconds 0.0');
    expect(text).toContain('\njissoku_spool_results{state="queued"} 2\n');
    expect(text).not.toMatch(/^jissoku_month_budget_bytes/m);
    expect(metricsText(SILENT)).not.toMatch(/^jissoku_download_bits_per_second/m);
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  test('is of the form that Prometheus reads', () => {
    const line =
      /^(# (HELP|TYPE) jissoku_[a-z_]+ .+|jissoku_[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?\d+(\.\d+)?(e[+-]?\d+)?)$/;
    const lines = metricsText({ ...SILENT, last: submissionOf('AAAAAAAAAAAAAAAAAAAAAA') })
      .trimEnd()
      .split('\n');
    expect(lines.filter((text) => !line.test(text))).toEqual([]);
  });

  test('escapes a label', () => {
    expect(metricsText({ ...SILENT, site: 'a"b\\c' })).toContain(String.raw`site="a\"b\\c"`);
  });
});

test('the dashboard and the docs name metrics that there are', () => {
  const dashboard = namesIn('measurement-agent/packaging/grafana/jissoku.json');
  expect(dashboard.size).toBeGreaterThan(10);
  expect([...dashboard].filter((name) => !named.has(name))).toEqual([]);
  expect([...namesIn('docs/agent.md')].filter((name) => !named.has(name))).toEqual([]);
  expect([...named].filter((name) => !namesIn('docs/agent.md').has(name))).toEqual([]);
});
