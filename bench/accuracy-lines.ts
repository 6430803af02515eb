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

/** Lines by name, for what the list above does not have or one wants alone. */
const NAMED_LINES: Record<string, string> = {
  fibre: 'down=100e6 up=100e6 rtt=5',
  cable: 'down=100e6 up=20e6 rtt=20',
  adsl: 'down=12e6 up=1e6 rtt=35 queue_down=750000 queue_up=62500',
  lossy: 'down=40e6 up=12e6 rtt=55 loss_down=0.003 loss_up=0.003 jitter=3',
  satellite: 'down=20e6 up=2e6 rtt=600 queue_down=1500000',
  step: 'steps_down=0:100e6,3:30e6 up=20e6 rtt=20',
};

/**
 * Lines of a list such as `matrix,random:50,cable,down=50e6 up=10e6 rtt=5`: the whole matrix, random lines, names, and
 * lines as the link understands them. Throws for what is none of these.
 */
export function linesOf(list: string, seed: number): string[] {
  // A rate that changes has commas of its own, each before a time and a colon.
  return list.split(/,(?![\d.]+:)/).flatMap((entry) => {
    const random = /^random:(\d+)$/.exec(entry);
    if (entry === 'matrix') return LINES;
    if (random !== null) return randomLines(Number(random[1]), seed);
    const line = NAMED_LINES[entry] ?? entry;
    if (!line.includes('=')) throw new Error(`There is no line ${entry}.`);
    return [line];
  });
}

/**
 * Random lines: 1–200 Mbit/s each way and 5–120 ms (log-uniform), half of them without and half with up to 0.5% of loss
 * each way, 20–500 ms of buffer.
 */
export function randomLines(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const logUniform = (low: number, high: number) => low * (high / low) ** random();
  return Array.from({ length: count }, () => {
    const down = Math.round(logUniform(1e6, 200e6));
    const up = Math.round(logUniform(1e6, 200e6));
    const rtt = Math.round(logUniform(5, 120));
    const loss = random() < 0.5 ? 0 : Number((random() * 0.005).toFixed(4));
    const bufferMs = logUniform(20, 500);
    const queue = (bps: number) => Math.round((bps * bufferMs) / 8000);
    const lossy = loss > 0 ? ` loss_down=${loss} loss_up=${loss}` : '';
    return `down=${down} up=${up} rtt=${rtt} queue_down=${queue(down)} queue_up=${queue(up)}${lossy}`;
  });
}
