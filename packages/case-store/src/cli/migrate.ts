import { settingsOrExit } from '@sluice/observability';
import { migrate } from '../database/migrate';
import { isPassingFault } from '../database/passingFault';
import { refusalSentence } from '../database/refusal';

async function main(): Promise<void> {
  const { database } = settingsOrExit(['database'], 'migrate');
  const place = new URL(database.url);
  try {
    const applied = await migrate(database.url);
    const where = `${place.host}${place.pathname}`;
    process.stdout.write(
      applied === 0
        ? `${where}: nothing to do, every migration is applied\n`
        : `${where}: ${applied} migrations applied\n`,
    );
  } catch (error) {
    const sentence = isPassingFault(error)
      ? `The database at ${place.host} does not answer; start it, or correct DATABASE_URL.`
      : refusalSentence(error);
    if (sentence === null) throw error;
    process.stderr.write(`${sentence}\n`);
    process.exitCode = 1;
  }
}

void main();
