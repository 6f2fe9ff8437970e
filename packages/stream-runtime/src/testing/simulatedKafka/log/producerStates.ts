import type { BatchHeader } from '../wire/recordBatch';

interface KnownBatch {
  readonly first: number;
  readonly last: number;
  readonly baseOffset: number;
}

interface ProducerState {
  epoch: number;
  /** The last five batches, oldest first. */
  recent: KnownBatch[];
}

/** What the sequence numbers of a batch say: append it, it stands already, or an error. */
export type SequenceVerdict =
  | { readonly kind: 'APPEND' }
  | { readonly kind: 'STANDS_ALREADY'; readonly baseOffset: number }
  | { readonly kind: 'OUT_OF_ORDER' }
  | { readonly kind: 'FENCED' };

const RECENT_MAX = 5;
const NO_SEQUENCE = -1;

/**
 * What one partition knows of idempotent producers: `ProducerAppendInfo` and `ProducerStateManager` of Kafka 4.1. A batch
 * whose first and last sequence equal those of one of the last five is a duplicate, whatever its records say.
 */
export class ProducerStates {
  private readonly byId = new Map<number, ProducerState>();

  check(header: BatchHeader): SequenceVerdict {
    const state = this.byId.get(header.producerId);
    if (state === undefined) return { kind: 'APPEND' };
    if (header.producerEpoch < state.epoch) return { kind: 'FENCED' };
    if (header.producerEpoch > state.epoch)
      return header.baseSequence === 0 ? { kind: 'APPEND' } : { kind: 'OUT_OF_ORDER' };
    const last = header.baseSequence + header.lastOffsetDelta;
    const same = state.recent.find((batch) => batch.first === header.baseSequence && batch.last === last);
    if (same !== undefined) return { kind: 'STANDS_ALREADY', baseOffset: same.baseOffset };
    const newest = state.recent[state.recent.length - 1]?.last ?? NO_SEQUENCE;
    return header.baseSequence === newest + 1 ? { kind: 'APPEND' } : { kind: 'OUT_OF_ORDER' };
  }

  appended(header: BatchHeader, baseOffset: number): void {
    const known = this.byId.get(header.producerId);
    const state = known?.epoch === header.producerEpoch ? known : { epoch: header.producerEpoch, recent: [] };
    state.recent.push({
      first: header.baseSequence,
      last: header.baseSequence + header.lastOffsetDelta,
      baseOffset,
    });
    if (state.recent.length > RECENT_MAX) state.recent.shift();
    this.byId.set(header.producerId, state);
  }

  /** A control marker carries the epoch of whoever ended the transaction: older ones are fenced from here on. */
  raiseEpoch(producerId: number, epoch: number): void {
    const known = this.byId.get(producerId);
    if (known === undefined || known.epoch < epoch) this.byId.set(producerId, { epoch, recent: [] });
  }
}
