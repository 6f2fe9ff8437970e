import { startProgram } from '../children/runChild';
import type { BenchContext } from '../context';

/** Memory of the account store with full windows, ids included. */
export interface MemoryOfAccounts {
  /** Accounts that had state. */
  readonly accounts: number;
  /** Days of traffic that the store took in before. */
  readonly days: number;
  /** What the store has reserved, divided by the accounts. */
  readonly bytesPerAccount: number;
  /** Resident memory of the process at the end, MiB. */
  readonly rssMiB: number;
}

/** One measurement for each number of accounts. */
export type MemoryResult = readonly MemoryOfAccounts[];

const COUNTS = { quick: [100_000], full: [1_000_000, 5_000_000] } as const;
/** The longest window is 7 days: it is full, and what is older has been left behind. */
const DAYS = 8;

export async function measureMemory({ quick, say }: BenchContext): Promise<MemoryResult> {
  const measured: MemoryOfAccounts[] = [];
  for (const accounts of quick ? COUNTS.quick : COUNTS.full) {
    const args = ['--accounts', String(accounts), '--days', String(DAYS), '--json'];
    const run = await startProgram<unknown>('accounts', args);
    const one = parseMemory(await run.answer);
    say(`memory at ${one.accounts} accounts: ${one.bytesPerAccount} bytes each, ${one.rssMiB} MiB resident`);
    measured.push(one);
  }
  return measured;
}

/** What account-state's own bench found; throws where a figure is missing. */
export function parseMemory(found: unknown): MemoryOfAccounts {
  if (typeof found !== 'object' || found === null)
    throw new Error("the account store's bench named no figures");
  const figure = (name: string): number => {
    const value: unknown = Reflect.get(found, name);
    if (typeof value !== 'number') throw new Error(`the account store's bench names no ${name}`);
    return value;
  };
  return {
    accounts: figure('accounts'),
    days: figure('days'),
    bytesPerAccount: Math.round(figure('bytesPerAccount')),
    rssMiB: Math.round(figure('rssBytes') / 2 ** 20),
  };
}
