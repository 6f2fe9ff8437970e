import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../../plain/artifactFolder.cjs';
import type { BenchContext } from '../context';

/** Memory of the account store with full windows, ids included. */
export interface MemoryOfAccounts {
  readonly accounts: number;
  /** What the store has reserved, divided by the accounts. */
  readonly bytesPerAccount: number;
  /** Resident memory of the process at the end, MiB. */
  readonly rssMiB: number;
}

/** One measurement for each number of accounts. */
export type MemoryResult = readonly MemoryOfAccounts[];

const COUNTS = { quick: [200_000], full: [1_000_000, 5_000_000] } as const;

export async function measureMemory({ quick, say }: BenchContext): Promise<MemoryResult> {
  const measured: MemoryOfAccounts[] = [];
  for (const accounts of quick ? COUNTS.quick : COUNTS.full) {
    const one = await fillStore(accounts);
    say(
      `memory at ${accounts} accounts: ${one.bytesPerAccount} bytes an account, ${one.rssMiB} MiB resident`,
    );
    measured.push(one);
  }
  return measured;
}

/** Runs account-state's own bench in a process of its own; its last line is JSON. */
async function fillStore(accounts: number): Promise<MemoryOfAccounts> {
  const script = join(ROOT, 'packages', 'account-state', 'src', 'bench.ts');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, '--accounts', String(accounts), '--json'],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  let out = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.removeListener('exit', end);
  if (code !== 0) throw new Error(`the account store's bench ended with ${code}: ${said.trim().slice(-500)}`);
  return parseMemory(accounts, out.trim().split('\n').at(-1) ?? '');
}

export function parseMemory(accounts: number, line: string): MemoryOfAccounts {
  const found: unknown = JSON.parse(line);
  if (typeof found !== 'object' || found === null) throw new Error(`no figures but ${line}`);
  const figure = (name: string): number => {
    const value: unknown = Reflect.get(found, name);
    if (typeof value !== 'number') throw new Error(`the account store's bench names no ${name}: ${line}`);
    return value;
  };
  return {
    accounts,
    bytesPerAccount: Math.round(figure('bytesPerAccount')),
    rssMiB: Math.round(figure('rssBytes') / 2 ** 20),
  };
}
