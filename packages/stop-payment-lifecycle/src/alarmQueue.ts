import type { StopPaymentAlarm } from './alarms';

/** Alarms in order of their time. A stop-payment's older alarms stay in it and are sorted out when they are due. */
export interface AlarmQueue {
  add(alarm: StopPaymentAlarm): void;
  /** Takes out and returns everything due at `now` (epoch ms), earliest first. */
  takeDue(now: number): StopPaymentAlarm[];
  /** When the earliest is due, or null. */
  nextDueAt(): number | null;
  size(): number;
}

/** An empty queue: a binary heap by `dueAt`. */
export function createAlarmQueue(): AlarmQueue {
  const heap: StopPaymentAlarm[] = [];

  function swap(i: number, j: number): void {
    const moved = heap[i]!;
    heap[i] = heap[j]!;
    heap[j] = moved;
  }

  function takeFirst(): StopPaymentAlarm {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      sink();
    }
    return first;
  }

  function sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let earliest = at;
      if (left < heap.length && heap[left]!.dueAt < heap[earliest]!.dueAt) earliest = left;
      if (right < heap.length && heap[right]!.dueAt < heap[earliest]!.dueAt) earliest = right;
      if (earliest === at) return;
      swap(at, earliest);
      at = earliest;
    }
  }

  return {
    add(alarm) {
      heap.push(alarm);
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (heap[parent]!.dueAt <= heap[at]!.dueAt) return;
        swap(at, parent);
        at = parent;
      }
    },
    takeDue(now) {
      const due: StopPaymentAlarm[] = [];
      while (heap.length > 0 && heap[0]!.dueAt <= now) due.push(takeFirst());
      return due;
    },
    nextDueAt: () => heap[0]?.dueAt ?? null,
    size: () => heap.length,
  };
}
