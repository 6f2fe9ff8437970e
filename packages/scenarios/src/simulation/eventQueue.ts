/** What happens at a moment of simulated time. */
interface Happening {
  readonly at: number;
  readonly sequence: number;
  readonly act: () => void;
}

/** Everything that is going to happen, in order of time; what was planned first comes first at equal times. */
export interface EventQueue {
  /** Plans `act` for `at`; a moment that is past comes next, at the present. */
  plan(at: number, act: () => void): void;
  /** Moment of the next happening, or null where nothing is planned. */
  nextAt(): number | null;
  /** Takes the next happening out. Throws where there is none. */
  take(): { readonly at: number; readonly act: () => void };
  readonly size: number;
}

/** A binary heap of happenings. */
export function createEventQueue(): EventQueue {
  const heap: Happening[] = [];
  let planned = 0;

  const before = (left: Happening, right: Happening): boolean =>
    left.at < right.at || (left.at === right.at && left.sequence < right.sequence);

  const siftUp = (start: number): void => {
    const moving = heap[start]!;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(moving, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = moving;
  };

  const siftDown = (): void => {
    const moving = heap[0]!;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, moving)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = moving;
  };

  return {
    plan(at, act) {
      heap.push({ at, sequence: planned++, act });
      siftUp(heap.length - 1);
    },
    nextAt: () => heap[0]?.at ?? null,
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) throw new Error('nothing is planned');
      if (heap.length > 0) {
        heap[0] = last;
        siftDown();
      }
      return first;
    },
    get size() {
      return heap.length;
    },
  };
}
