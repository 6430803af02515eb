/** Linux traffic control for an emulated line: tbf for the rate, netem within it for delay, loss and queue. */

const ETHERNET_BYTES = 14;
const MTU_BYTES = 1500;
const LEAST_QUEUE_BYTES = 65_536;
/** What is not said of a queue: 100 ms of the rate. */
const QUEUE_MS = 100;
/** tbf needs what it may send in one tick of a kernel that ticks 250 times a second. */
const TICKS_PER_SECOND = 250;
const UNLIMITED_PACKETS = 100_000;

const KNOWN = ['down', 'up', 'rtt', 'loss_down', 'loss_up', 'queue_down', 'queue_up'];

/** Keys that this emulation has no equal for: netem's jitter reorders packets, and its rate does not change by itself. */
export function unknownKeys(keys: Record<string, number>): string[] {
  return Object.keys(keys).filter((key) => !KNOWN.includes(key));
}

/** Arguments of `tc` for what leaves `device` in one direction, in their order. */
export function shapeCommands(
  device: string,
  direction: 'down' | 'up',
  keys: Record<string, number>,
): string[][] {
  const rateBps = keys[direction] ?? 0;
  const delayMs = (keys.rtt ?? 0) / 2;
  const queueBytes = keys[`queue_${direction}`] ?? Math.max(LEAST_QUEUE_BYTES, (rateBps * QUEUE_MS) / 8000);
  // netem holds what is under way and what waits for the rate in one limit, counted in packets.
  const packets = Math.ceil((queueBytes + (rateBps * delayMs) / 8000) / MTU_BYTES);
  const netem = `netem delay ${delayMs}ms loss ${(keys[`loss_${direction}`] ?? 0) * 100}% limit ${
    rateBps > 0 ? packets : UNLIMITED_PACKETS
  }`.split(' ');
  const add = ['qdisc', 'add', 'dev', device];
  if (rateBps === 0) return [[...add, 'root', ...netem]];
  // The rate of a line counts IP bytes, tbf counts Ethernet's too.
  const rate = Math.round((rateBps * (MTU_BYTES + ETHERNET_BYTES)) / MTU_BYTES);
  const burst = Math.max(2 * (MTU_BYTES + ETHERNET_BYTES), Math.ceil(rate / 8 / TICKS_PER_SECOND));
  return [
    [...add, 'root', 'handle', '1:', 'tbf', 'rate', `${rate}bit`, 'burst', String(burst), 'latency', '1s'],
    [...add, 'parent', '1:1', 'handle', '10:', ...netem],
  ];
}
