import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { javaCommand } from './java';
import type { ServerRecipe } from './server';

/** Where the Apicurio registry was installed to, see `artifacts/registryArtifact`. */
export interface RegistryInstallation {
  readonly java: string;
  /** What the archive held: the runner jar and its libraries. */
  readonly app: string;
  readonly classArchive: { readonly file: string; readonly record: boolean };
}

export interface RegistryOptions {
  readonly installation: RegistryInstallation;
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
}

const HEAP_MB = 256;

/** Confluent's API of an Apicurio registry on this machine. */
export function registryUrlOf(port: number): string {
  return `http://127.0.0.1:${port}/apis/ccompat/v7`;
}

export function registryRecipe(options: RegistryOptions): ServerRecipe {
  const { installation, folder, logFile, port } = options;
  const subjects = `${registryUrlOf(port)}/subjects`;
  return {
    name: 'registry',
    title: 'The schema registry',
    logFile,
    ports: { registry: port },
    readyMsMax: 90_000,
    stopSignal: 'TERM',
    throwAwaySignal: 'KILL',
    prepare: async () => {
      mkdirSync(folder, { recursive: true });
      const jar = readdirSync(installation.app).find((name) => name.endsWith('-runner.jar'));
      if (jar === undefined) throw new Error(`${installation.app} has no runner jar`);
      return javaCommand({
        java: installation.java,
        heapMb: HEAP_MB,
        options: [
          // It answers a few requests at a service's start: the quick compiler is all it needs.
          '-XX:TieredStopAtLevel=1',
          `-Dquarkus.http.port=${port}`,
          '-Dquarkus.http.host=127.0.0.1',
          // A file, so that schema ids in old records still mean something after a restart; every commit on disk at once.
          `-Dquarkus.datasource.jdbc.url=jdbc:h2:file:${join(folder, 'registry')};WRITE_DELAY=0`,
          '-Dquarkus.datasource.jdbc.initial-size=2',
          '-Dquarkus.datasource.jdbc.min-size=2',
          '-Dquarkus.log.level=WARN',
          '-Dquarkus.log.category."io.apicurio".level=WARN',
          '-Dquarkus.log.category."io.quarkus.bootstrap.runner.Timing".level=INFO',
        ],
        main: ['-jar', join(installation.app, jar)],
        classArchive: installation.classArchive,
      });
    },
    isReady: () =>
      fetch(subjects, { signal: AbortSignal.timeout(5_000) }).then(
        (answer) => answer.ok,
        // Refused, reset or too slow: not yet.
        () => false,
      ),
  };
}
