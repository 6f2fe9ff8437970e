import { commitBeforeAcknowledgement, rejectedProducerKept, twoSendsInFlight } from './brokenProducers';
import {
  emitsFromTheEnd,
  idTableNotRebuilt,
  imageBeforeAcknowledgement,
  marksLeftOut,
  marksNotApplied,
} from './brokenRestores';
import type { Sabotage } from './sabotage';

interface KnownSabotage {
  readonly sabotage: Sabotage;
  /** Within how many seeds, from 1 on, the simulation must find it. */
  readonly seedsMax: number;
  /** What it must say of it. */
  readonly finds: RegExp;
}

/** Ways to break the runtime. */
export const SABOTAGES: readonly KnownSabotage[] = [
  { sabotage: commitBeforeAcknowledgement, seedsMax: 20, finds: /committed .* did not stand/ },
  { sabotage: twoSendsInFlight, seedsMax: 100, finds: /lost|not prepared/ },
  { sabotage: rejectedProducerKept, seedsMax: 100, finds: /lost|not quiet/ },
  { sabotage: marksNotApplied, seedsMax: 20, finds: /comes from nothing|not what the fold/ },
  { sabotage: marksLeftOut, seedsMax: 20, finds: /not the state of a clean fold|not what the fold/ },
  { sabotage: emitsFromTheEnd, seedsMax: 20, finds: /lost/ },
  {
    sabotage: idTableNotRebuilt,
    seedsMax: 60,
    finds: /DEBIT, STATUS is expected|comes from nothing|admitted/,
  },
  { sabotage: imageBeforeAcknowledgement, seedsMax: 100, finds: /lost/ },
];
export type { Sabotage } from './sabotage';
