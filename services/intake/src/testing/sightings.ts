import type { Transfer } from '@sluice/domain';
import { BodyBytes } from '../bodies/bodyBytes';
import type { IdTable, Recognition } from '../ids/idTable';
import { emptySighting, readSighting } from '../ids/sighting';

const body = new BodyBytes();

/** Shows the table a checked transfer, as admission does. */
export function recognise(ids: IdTable, transfer: Transfer, appendedAt: number): Recognition {
  body.fill(transfer);
  return ids.recognise(readSighting(body, ids.keyLo, ids.keyHi, appendedAt, emptySighting()));
}
