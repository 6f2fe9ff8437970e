import type { Problem } from '@sluice/domain';

/**
 * UNDECODABLE: the bytes are not what their schema says, or their schema cannot be read as ours. UNKNOWN_SCHEMA: the
 * registry does not know the id. AMOUNT_OUT_OF_RANGE: an amount beyond ±(2^53 − 1), in records other than transfers
 * (those pass it on to intake's own check).
 */
export type DecodeProblemCode = 'UNDECODABLE' | 'UNKNOWN_SCHEMA' | 'AMOUNT_OUT_OF_RANGE';

export interface Refused {
  readonly ok: false;
  readonly problem: Problem<DecodeProblemCode>;
}

/** The writer's schema has not been loaded yet: call `loadSchema(schemaId)`, then decode again. */
export interface NeedsSchema {
  readonly ok: 'NEEDS_SCHEMA';
  readonly schemaId: number;
}

export type Decoding<T> = { readonly ok: true; readonly value: T } | Refused | NeedsSchema;
