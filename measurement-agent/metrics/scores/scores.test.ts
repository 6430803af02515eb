import { describe, expect, it } from 'vitest';
import aim from '../../../test/vectors/aim.json' with { type: 'json' };
import iqb from '../../../test/vectors/iqb.json' with { type: 'json' };
import { aimScores } from './aim.ts';
import { iqbScore } from './iqb.ts';

describe('iqbScore()', () => {
  it('is what its authors’ code computes, for 300 lines', () => {
    expect(iqb.cases).toHaveLength(300);
    for (const { score, ...given } of iqb.cases) {
      const figures = {
        downloadBps: given.download_throughput_mbps * 1e6,
        uploadBps: given.upload_throughput_mbps * 1e6,
        idleRttMs: given.latency_ms,
        lossRatio: given.packet_loss,
      };
      expect(iqbScore(figures)?.score).toBeCloseTo(score, 12);
      expect(iqbScore(figures)?.missing).toEqual([]);
    }
  });

  it('is of what is known, and says what is not', () => {
    const figures = { downloadBps: 1e9, uploadBps: 1e9, idleRttMs: 200, lossRatio: null };
    const found = iqbScore(figures);
    expect(found?.missing).toEqual(['lossRatio']);
    // (3 + 2) / 9, 6 / 10, 5 / 8, 8 / 12, 8 / 10, 8 / 13
    expect(found?.score).toBeCloseTo((5 / 9 + 6 / 10 + 5 / 8 + 8 / 12 + 8 / 10 + 8 / 13) / 6, 12);
    expect(iqbScore({ downloadBps: null, uploadBps: null, idleRttMs: null, lossRatio: null })).toBeNull();
  });
});

describe('aimScores()', () => {
  it('is what its authors’ code computes, for 300 lines', () => {
    expect(aim.cases).toHaveLength(300);
    for (const { input, scores } of aim.cases) {
      const found = aimScores({
        downloadBps: input.download,
        idleRttMs: input.latency,
        workingRttDownloadMs: input.downLoadedLatency,
        workingRttUploadMs: input.upLoadedLatency,
        ipdvMs: input.jitter,
        lossRatio: input.packetLoss ?? null,
      });
      for (const use of ['streaming', 'gaming', 'rtc'] as const)
        expect(found.uses[use]).toEqual({
          points: scores[use].points,
          class: scores[use].classificationName,
        });
    }
  });

  it('has no score for a use of which a figure is missing, and says which', () => {
    const found = aimScores({
      downloadBps: null,
      idleRttMs: 5,
      workingRttDownloadMs: 8,
      workingRttUploadMs: 9,
      ipdvMs: 1,
      lossRatio: null,
    });
    expect(found.missing).toEqual(['downloadBps', 'lossRatio']);
    expect(found.uses).toEqual({
      streaming: null,
      gaming: { points: 40, class: 'great' },
      rtc: { points: 50, class: 'great' },
    });
  });
});
