import { settingsOrExit } from '@sluice/observability';
import { migrate } from '../database/migrate';
import { isPassingFault } from '../database/passingFault';

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
    if (!isPassingFault(error)) throw error;
    process.stderr.write(
      `The database at ${place.host} does not answer; start it, or correct DATABASE_URL.\n`,
    );
    process.exitCode = 1;
  }
}

void main();
