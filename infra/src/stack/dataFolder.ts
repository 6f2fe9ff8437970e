import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StackError } from './stackError';

/** Room that a stack needs for its first hours: Postgres's write-ahead log, Kafka's indexes, some records. */
export const FREE_BYTES_MIN = 512 * 1024 * 1024;

const MIB = 1024 * 1024;

/** Makes the folder where it is missing, and throws a StackError where a stack cannot keep its data there. */
export function prepareDataFolder(folder: string, freeBytesMin = FREE_BYTES_MIN): void {
  // Kafka splits its list of folders at commas, Java its class path at colons, H2 its address at semicolons.
  if (/[,;:\n\\]/.test(folder)) {
    throw new StackError(
      'DATA_FOLDER_NAME',
      `The data folder ${JSON.stringify(folder)} has a comma, semicolon, colon, backslash or line break in its path, which Kafka or Java would misread: choose another with SLUICE_STACK_DATA, or move the checkout.`,
    );
  }
  try {
    makeFolder(resolve(folder));
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, Buffer.alloc(4096));
    rmSync(probe);
  } catch (error) {
    throw folderError(folder, error as NodeJS.ErrnoException);
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free < freeBytesMin) throw fullError(folder, `has ${Math.floor(free / MIB)} MiB free`, freeBytesMin);
}

/**
 * Makes a folder and what is missing above it, one by one: Node's `recursive` tries for ever where mkdir keeps answering
 * ENOENT below a folder that exists, as in /proc.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another stack may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function folderError(folder: string, error: NodeJS.ErrnoException): StackError {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return fullError(folder, 'is full', FREE_BYTES_MIN);
  return new StackError(
    'DATA_FOLDER_UNWRITABLE',
    `The data folder ${folder} cannot be written (${error.code ?? error.message}): make it writable for this user, or choose another with SLUICE_STACK_DATA.`,
    { cause: error },
  );
}

function fullError(folder: string, how: string, freeBytesMin: number): StackError {
  return new StackError(
    'DATA_FOLDER_FULL',
    `The data folder ${folder} ${how}, and at least ${Math.ceil(freeBytesMin / MIB)} MiB are needed: free some space, or choose a folder on another disk with SLUICE_STACK_DATA.`,
  );
}
