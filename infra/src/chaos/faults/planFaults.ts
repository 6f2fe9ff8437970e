import { FAULT_KINDS, type FaultKind, lastsMsOf, type PlannedFault } from './fault';
import { seededRandom } from './random';

export interface FaultPlanOptions {
  readonly seed: number;
  readonly faults: number;
  /** All faults begin within this time, ms. */
  readonly withinMs: number;
}

/** How far a fault may be moved from its even place, as a share of the distance between two. */
const JITTER = 0.8;

/**
 * Draws the faults of a run: each kind in turn before any comes again, in an order and at times that the seed decides. A
 * service never has more than one instance added, and none is taken away that was not added.
 */
export function planFaults({ seed, faults, withinMs }: FaultPlanOptions): PlannedFault[] {
  const random = seededRandom(seed);
  const kinds: FaultKind[] = [];
  while (kinds.length < faults) kinds.push(...pairInOrder(shuffled(FAULT_KINDS, random)));
  const distance = withinMs / faults;
  return kinds.slice(0, faults).map((kind, index) => ({
    ...kind,
    atMs: Math.round((index + 0.5 + (random() - 0.5) * JITTER) * distance),
    lastsMs: lastsMsOf(kind, random),
  }));
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** Of a JOIN and a LEAVE of the same service, the JOIN comes first: they change places where need be. */
function pairInOrder(kinds: readonly FaultKind[]): FaultKind[] {
  const result = [...kinds];
  for (const leave of kinds.filter(({ kind }) => kind === 'LEAVE')) {
    const join = kinds.find(({ kind, target }) => kind === 'JOIN' && target === leave.target);
    if (join === undefined) continue;
    const [first, last] = [result.indexOf(join), result.indexOf(leave)].sort((a, b) => a - b);
    result[first!] = join;
    result[last!] = leave;
  }
  return result;
}
