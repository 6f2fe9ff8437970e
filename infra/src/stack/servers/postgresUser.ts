import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from '../process/guardedProcess';
import { StackError } from '../stackError';

/** As whom PostgreSQL runs: it refuses to run as root. */
export interface PostgresUser {
  /** Null: whoever runs this. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** The command, run as that user. */
  as(command: Command): Command;
}

// The first of them that is there. Nobody is on every system, so that no user need be made.
const USERS = ['postgres', 'nobody'];

/**
 * An ordinary user runs PostgreSQL as himself. Root hands it to `postgres` or `nobody`; where that user cannot enter the
 * folders (a checkout under /root), it keeps the one capability that lets it.
 *
 * @param folders what the server must reach
 */
export function postgresUser(folders: readonly string[]): PostgresUser {
  if (process.getuid?.() !== 0) return { owner: null, as: (command) => command };
  for (const name of USERS) {
    const uid = numberOf('-u', name);
    const gid = numberOf('-g', name);
    if (uid === null || gid === null) continue;
    const owner = { uid, gid };
    const plain = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
    // no_setuid_fixup: access(2), by which PostgreSQL looks at its own program, heeds capabilities only then.
    const entering = [
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      '--securebits=+no_setuid_fixup',
    ];
    const options = folders.every((folder) => canEnter(owner, folder)) ? plain : [...plain, ...entering];
    if (spawnSync('setpriv', [...options, 'true']).status !== 0) break;
    return {
      owner,
      as: (command) => ({
        ...command,
        command: 'setpriv',
        args: [...options, command.command, ...command.args],
      }),
    };
  }
  throw new StackError(
    'POSTGRES_USER_MISSING',
    `PostgreSQL refuses to run as root, and it could not be handed to user ${USERS.join(' or ')} (by setpriv of util-linux, able to enter ${folders.join(' and ')}): run as an ordinary user, or move the checkout to a folder that others may enter.`,
  );
}

function numberOf(option: '-u' | '-g', name: string): number | null {
  const said = spawnSync('id', [option, name], { encoding: 'utf8' });
  return said.status === 0 ? Number.parseInt(said.stdout, 10) : null;
}

/** Whether every folder on the way lets the user pass. */
function canEnter(user: { uid: number; gid: number }, folder: string): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  const above = dirname(folder);
  return (mode & bit) !== 0 && (above === folder || canEnter(user, above));
}
