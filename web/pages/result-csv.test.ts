import { describe, expect, it } from 'vitest';
import { RESULT_DOCUMENT, STOPPED_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { resultCsv } from './result-csv.ts';

const lines = (csv: string) => csv.split('\r\n');

describe('resultCsv()', () => {
  const csv = lines(resultCsv(RESULT_DOCUMENT));

  it.each([
    'field,value,unit,reason',
    'measurementId,Q2hlY2tlZC1ieS1oYW5k-A,,',
    'download.goodputBps,312437118.4,bit/s,',
    'download.workingRttMs.p50,38.22,ms,',
    'download.bytes,231735296,byte,',
    'bytes.upload,71860224,byte,',
    'durationMs,14820.4,ms,',
    'idle.rttMs.p95,11.27,ms,',
    'loss.lossRatio,0.0012,,',
    'responsiveness.rpm,1570.3,1/min,',
    'declared.contractDownloadBps,1000000000,bit/s,',
    'download.series[0].ms,100,ms,',
    'summaries[1].agentBytes,70778880,byte,',
    'summaries[1].durationMs,6034,ms,',
    'network.isp.name,OCN,,',
    'verdict.valid,true,,',
  ])('has the line %s', (line) => expect(csv).toContain(line));

  it('ends every line with CRLF and names no field twice', () => {
    expect(csv.at(-1)).toBe('');
    const fields = csv.slice(0, -1).map((line) => line.split(',')[0]);
    expect(new Set(fields).size).toBe(fields.length);
  });

  it('gives the reason of a missing figure and leaves its value empty', () => {
    const stopped = lines(resultCsv(STOPPED_DOCUMENT));
    expect(stopped).toContain('download,,,stopped');
    expect(stopped).toContain('loss,,,no-turn');
    expect(stopped).toContain('verdict.reasons[0].code,stopped,,');
  });

  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\r\nb', '"a\r\nb"'],
  ])('writes the name %j harmlessly', (asName, cell) => {
    const named = { ...RESULT_DOCUMENT, network: { ...RESULT_DOCUMENT.network, asName } };
    expect(resultCsv(named)).toContain(`\r\nnetwork.asName,${cell},,\r\n`);
  });
});
