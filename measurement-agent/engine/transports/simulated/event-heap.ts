export interface SimulatedEvent {
  atMs: number;
  order: number;
  run: () => void;
}

/** Events that are to come, as a binary heap by time, then by the order they were made in. */
export class EventHeap {
  #made = 0;
  readonly #heap: SimulatedEvent[] = [];

  /** The next event; undefined when none is left. */
  get next(): SimulatedEvent | undefined {
    return this.#heap[0];
  }

  push(atMs: number, run: () => void): void {
    const heap = this.#heap;
    const event = { atMs, order: (this.#made += 1), run };
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(event, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = event;
  }

  /** Takes the next event out. */
  pop(): SimulatedEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let below = heap[child];
      const right = heap[child + 1];
      if (below !== undefined && right !== undefined && before(right, below)) {
        below = right;
        child += 1;
      }
      if (below === undefined || !before(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function before(a: SimulatedEvent, b: SimulatedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
