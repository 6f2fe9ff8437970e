import {
  type CaseStore,
  isPassingFault,
  lacksTables,
  openCaseStore,
  refusalSentence,
} from '@sluice/case-store';
import { settingsOrExit } from '@sluice/observability';
import type { Command } from 'commander';

/** What a command line works with; tests bring their own. */
export interface CommandLine {
  /** Runs `work` on the case store. */
  withStore(work: (store: CaseStore) => Promise<void>): Promise<void>;
  /** To standard output, as it is. */
  out(text: string): void;
  /** To standard error, as it is. */
  err(text: string): void;
  /** Epoch ms. */
  now(): number;
}

/** Ends the command with a sentence on standard error and exit code 1: something that the user can put right. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** The command line of this process; the case store is the one of DATABASE_URL. */
export const processCommandLine: CommandLine = {
  async withStore(work) {
    const { database } = settingsOrExit(['database']);
    const store = openCaseStore(database.url, { connectionsMax: 1, applicationName: 'sluice-cli' });
    try {
      await work(store);
    } finally {
      await store.close();
    }
  },
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  now: Date.now,
};

/** Runs a command line; returns its exit code. What the user can put right comes as one sentence, the rest is thrown. */
export async function runCommand(
  program: Command,
  line: CommandLine,
  argv: readonly string[],
): Promise<number> {
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    line.err(`${sentenceOf(error)}\n`);
    return 1;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof CommandRefused) return error.message;
  if (lacksTables(error))
    return 'The database of DATABASE_URL has no case store yet; run `npm run migrate` first.';
  if (isPassingFault(error))
    return 'The database of DATABASE_URL does not answer; start it, or correct the address.';
  const refusal = refusalSentence(error);
  if (refusal !== null) return refusal;
  throw error;
}
