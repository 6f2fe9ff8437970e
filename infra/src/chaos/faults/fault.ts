import type { ServiceName } from '../../pipeline/processes';
import type { ServerName } from '../../stack';

/**
 * What is done to a part of the system.
 * KILL: SIGKILL of a service, which its supervisor starts again. ZOMBIE: SIGSTOP for longer than its session, so that
 * others take its partitions over, then SIGCONT, upon which it goes on writing until it learns. STOP and CRASH: a server is
 * stopped in order or killed, and started again on its data. JOIN and LEAVE: one more instance of a service, one less.
 */
export type FaultKind =
  | { readonly kind: 'KILL' | 'ZOMBIE' | 'JOIN' | 'LEAVE'; readonly target: ServiceName }
  | { readonly kind: 'STOP' | 'CRASH'; readonly target: ServerName };

/** A fault with its time. */
export type PlannedFault = FaultKind & {
  /** From the first fault's moment on, ms. */
  readonly atMs: number;
  /** How long the target is away (STOP, CRASH) or paused (ZOMBIE), ms; 0 for the others. */
  readonly lastsMs: number;
};

/** Longer than a consumer's session, 6 s, with room for the coordinator to notice. */
const ZOMBIE_MS = [7_500, 10_000] as const;
const AWAY_MS = [500, 4_000] as const;

/** Every fault that a run can do, so that a run of at least so many does each. */
export const FAULT_KINDS: readonly FaultKind[] = [
  { kind: 'KILL', target: 'intake' },
  { kind: 'KILL', target: 'detector' },
  { kind: 'KILL', target: 'stop-payment' },
  { kind: 'KILL', target: 'case-recorder' },
  { kind: 'KILL', target: 'fund-tracer' },
  { kind: 'ZOMBIE', target: 'intake' },
  { kind: 'ZOMBIE', target: 'detector' },
  { kind: 'ZOMBIE', target: 'stop-payment' },
  { kind: 'ZOMBIE', target: 'case-recorder' },
  { kind: 'ZOMBIE', target: 'fund-tracer' },
  { kind: 'STOP', target: 'kafka' },
  { kind: 'CRASH', target: 'kafka' },
  { kind: 'STOP', target: 'registry' },
  { kind: 'CRASH', target: 'registry' },
  { kind: 'STOP', target: 'postgres' },
  { kind: 'CRASH', target: 'postgres' },
  { kind: 'JOIN', target: 'detector' },
  { kind: 'LEAVE', target: 'detector' },
  { kind: 'JOIN', target: 'intake' },
  { kind: 'LEAVE', target: 'intake' },
];

/** `KILL detector`: for counts and sentences. */
export function nameOf({ kind, target }: FaultKind): string {
  return `${kind} ${target}`;
}

export function lastsMsOf({ kind }: FaultKind, random: () => number): number {
  const range = kind === 'ZOMBIE' ? ZOMBIE_MS : kind === 'STOP' || kind === 'CRASH' ? AWAY_MS : null;
  return range === null ? 0 : Math.round(range[0] + random() * (range[1] - range[0]));
}
