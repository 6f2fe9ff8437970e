import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../plain/artifactFolder.cjs';

/** What the figures were measured on. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly kafka: string;
  /** Commit of this checkout, with `+` where files differ from it. */
  readonly commit: string;
  /** Of the last minute, when the bench began: other work on the machine. */
  readonly loadAverage: number;
  /** ISO date and time, UTC. */
  readonly at: string;
}

export function describeMachine(now: number): Machine {
  const found = cpus();
  const pom = readFileSync(join(ROOT, 'infra', 'kafka', 'pom.xml'), 'utf8');
  return {
    cores: found.length,
    processor: found[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release().split('-')[0] ?? ''}`,
    node: process.version,
    kafka: /<kafka\.version>([^<]+)</.exec(pom)?.[1] ?? 'unknown',
    commit: commitOf(ROOT),
    loadAverage: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    at: new Date(now).toISOString(),
  };
}

function commitOf(folder: string): string {
  const git = (...args: string[]): string | null => {
    const ran = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    return ran.status === 0 ? ran.stdout.trim() : null;
  };
  const commit = git('rev-parse', '--short', 'HEAD');
  if (commit === null) return 'unknown';
  return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}+`;
}
