import { TRANSFER_STATUSES } from '@sluice/domain';
import { BODY } from '@sluice/log-format';
import type { BodyBytes } from '../bodies/bodyBytes';
import { contentCheck, stringsStart } from './contentCheck';
import { type Fingerprint, fingerprintOf } from './fingerprint';

/** What the id table looks at in a record of `transfers`: one object for all records, filled again for each. */
export interface Sighting extends Fingerprint {
  /** A 32-bit check of what may not differ between the statuses of one transfer. */
  check: number;
  /** Place of the status in TRANSFER_STATUSES. */
  status: number;
  /** Epoch ms. */
  statusAt: number;
  occurredAt: number;
  /** Record timestamp. */
  appendedAt: number;
}

export function emptySighting(): Sighting {
  return { lo: 0, hi: 0, check: 0, status: 0, statusAt: 0, occurredAt: 0, appendedAt: 0 };
}

/**
 * Reads what the table looks at from a body of the log, so that it does not matter from which schema or by which way the
 * transfer came. The key is that of the fingerprints.
 */
export function readSighting(
  body: Pick<BodyBytes, 'bytes' | 'view' | 'length'>,
  keyLo: number,
  keyHi: number,
  appendedAt: number,
  into: Sighting,
): Sighting {
  const { bytes, view } = body;
  const start = stringsStart(view);
  fingerprintOf(view, start, keyLo, keyHi, into);
  into.check = contentCheck(body, start);
  into.status = bytes[BODY.status]!;
  into.statusAt = view.getFloat64(BODY.statusAt, true);
  into.occurredAt = view.getFloat64(BODY.occurredAt, true);
  into.appendedAt = appendedAt;
  return into;
}

const SETTLED = TRANSFER_STATUSES.indexOf('SETTLED');
const REJECTED = TRANSFER_STATUSES.indexOf('REJECTED');
const CANCELLED = TRANSFER_STATUSES.indexOf('CANCELLED');

/** True for an unknown transfer that is over: first seen rejected or cancelled, or settled before the horizon. */
export function isNotScored({ status, occurredAt, appendedAt }: Sighting, horizonMs: number): boolean {
  return (
    status === REJECTED || status === CANCELLED || (status === SETTLED && occurredAt < appendedAt - horizonMs)
  );
}
