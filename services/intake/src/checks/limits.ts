import { ACCOUNT_ID_LENGTH_MAX } from '@sluice/domain';

/** The most characters of each text of a transfer. */
export const LENGTHS_MAX = {
  transferId: 128,
  account: ACCOUNT_ID_LENGTH_MAX,
  debtorInstitution: 64,
  creditorInstitution: 64,
  deviceId: 128,
  ipAddress: 64,
  country: 2,
  location: 7,
  batchId: 128,
  relatesTo: 128,
  endToEndId: 64,
  purpose: 35,
  remittance: 140,
} as const;

export const SIGNALS_MAX = 16;
export const SIGNAL_LENGTH_MAX = 64;

/** Event times may be ahead of the record's append time by at most this, or stream time would run away. */
export const AHEAD_MS_MAX = 5 * 60_000;
