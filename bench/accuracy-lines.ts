import { seededRandom } from '../measurement-agent/engine/transports/simulated/seeded-random.ts';

/** Lines as people have them, and as measurements go wrong on. */
export const LINES = [
  'down=10e6 up=10e6 rtt=20',
  'down=10e6 up=10e6 rtt=80',
  'down=50e6 up=10e6 rtt=5',
  'down=50e6 up=10e6 rtt=80',
  'down=100e6 up=20e6 rtt=20',
  'down=100e6 up=100e6 rtt=5',
  'down=200e6 up=50e6 rtt=20',
  'down=200e6 up=200e6 rtt=80',
  'down=2e6 up=1e6 rtt=30 queue_down=125000 queue_up=62500',
  'down=5e6 up=1e6 rtt=30 queue_down=312500 queue_up=62500',
  'down=12e6 up=1e6 rtt=35 queue_down=750000 queue_up=62500',
  'down=40e6 up=12e6 rtt=55 loss_down=0.003 loss_up=0.003 jitter=3',
  'down=20e6 up=2e6 rtt=600 queue_down=1500000',
];

/**
 * Random lines: 1–200 Mbit/s down (log-uniform), up a tenth to all of it, 5–120 ms, half of them without and half with
 * up to 0.5% of loss, 20–500 ms of buffer.
 */
export function randomLines(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const logUniform = (low: number, high: number) => low * (high / low) ** random();
  return Array.from({ length: count }, () => {
    const down = Math.round(logUniform(1e6, 200e6));
    const up = Math.round(Math.max(1e6, down * logUniform(0.1, 1)));
    const rtt = Math.round(logUniform(5, 120));
    const loss = random() < 0.5 ? 0 : Number((random() * 0.005).toFixed(4));
    const bufferMs = logUniform(20, 500);
    const queue = (bps: number) => Math.round((bps * bufferMs) / 8000);
    const lossy = loss > 0 ? ` loss_down=${loss} loss_up=${loss}` : '';
    return `down=${down} up=${up} rtt=${rtt} queue_down=${queue(down)} queue_up=${queue(up)}${lossy}`;
  });
}
