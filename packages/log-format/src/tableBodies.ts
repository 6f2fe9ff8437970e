import type { Account, WatchlistEntry } from '@sluice/domain';
import type { ByteReader } from './byteReader';
import { FrameFormatError } from './byteReader';
import type { ByteWriter } from './byteWriter';

/**
 * Bodies of entries that are rare (master data, listings, rules, marks): JSON, in which a later build can add fields. What
 * JSON holds was checked by intake before it was written.
 */
export type AccountBody =
  | { readonly accountId: string; readonly account: Account }
  | { readonly accountId: string; readonly account: null };

export interface ListingBody {
  /** Key of the record on topic `watchlist`: `<kind>:<value>:<perspective>`. */
  readonly key: string;
  /** Null where the condition was removed. */
  readonly entry: WatchlistEntry | null;
}

export interface RulesPrepareBody {
  readonly version: string;
  /** The rules file, as JSON text. */
  readonly rules: string;
}

export interface RulesActivateBody {
  readonly version: string;
}

export interface MarkBody {
  readonly kind: string;
  readonly account: string;
  readonly value: number;
  readonly at: number;
}

/** An operator's order to step over a poisoned record of this partition of `legs`. */
export interface ParkBody {
  /** Offset of the frame in this partition. */
  readonly offset: number;
  /** Which entry of the frame, from 0; null for all of it, where it cannot be read. */
  readonly ordinal: number | null;
  /** Who ordered it. */
  readonly by: string;
  readonly reason: string;
}

export function writeJson(writer: ByteWriter, body: unknown): void {
  writer.string(JSON.stringify(body));
}

/** Reads a JSON body. Throws FrameFormatError where it is not JSON: only a broken writer makes such an entry. */
export function readJson<T>(reader: ByteReader): T {
  const text = reader.string();
  try {
    return JSON.parse(text) as T; // written by writeJson with the same type
  } catch {
    throw new FrameFormatError('entry body is not JSON');
  }
}
