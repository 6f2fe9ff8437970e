import { type CaseStore, isPassingFault, lacksTables, openCaseStore } from '@sluice/case-store';
import { settingsOrExit } from '@sluice/observability';

/** Ends the command with a sentence on standard error and exit code 1: something that the user can put right. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** Runs a command on the case store of DATABASE_URL and closes it. */
export async function withCaseStore(work: (store: CaseStore) => Promise<void>): Promise<void> {
  const { database } = settingsOrExit(['database']);
  const store = openCaseStore(database.url, { connectionsMax: 1, applicationName: 'sluice-cli' });
  try {
    await work(store);
  } catch (error) {
    if (lacksTables(error)) {
      throw new CommandRefused(
        'The database of DATABASE_URL has no case store yet; run `npm run migrate` first.',
      );
    }
    if (isPassingFault(error)) {
      throw new CommandRefused(
        'The database of DATABASE_URL does not answer; start it, or correct the address.',
      );
    }
    throw error;
  } finally {
    await store.close();
  }
}

/** Runs the whole command line; what went wrong comes as one sentence. */
export async function runCommand(parse: () => Promise<unknown>): Promise<void> {
  try {
    await parse();
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
