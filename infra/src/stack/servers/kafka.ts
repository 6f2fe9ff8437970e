import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tailOf } from '../process/logFile';
import { javaCommand } from './java';
import { kafkaProperties } from './kafkaProperties';
import type { ServerRecipe } from './server';

/** Where Kafka was installed to, see `artifacts/kafkaArtifact`. */
export interface KafkaInstallation {
  readonly java: string;
  /** The jars. */
  readonly lib: string;
  /** What `StorageTool format` made, see `layFormatted`. */
  readonly formatted: string;
  readonly classArchive: { readonly file: string; readonly record: boolean };
}

export interface KafkaOptions {
  readonly installation: KafkaInstallation;
  /** Its own folder. */
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
  readonly controllerPort: number;
  /** It will live for minutes, not hours. */
  readonly shortLived: boolean;
}

const HEAP_MB = 512;

/** Warnings and worse, and the one line that says it is up; the rest would be 1,400 lines of settings at each start. */
const LOG_OPTIONS = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
];

export function kafkaRecipe(options: KafkaOptions): ServerRecipe {
  const { installation, folder, logFile, port, controllerPort } = options;
  return {
    name: 'kafka',
    title: 'Kafka',
    logFile,
    ports: { kafka: port, controller: controllerPort },
    readyMsMax: 90_000,
    stopSignal: 'TERM',
    throwAwaySignal: 'KILL',
    prepare: async () => {
      const logDir = join(folder, 'data');
      const properties = join(folder, 'server.properties');
      mkdirSync(folder, { recursive: true });
      writeFileSync(properties, kafkaProperties({ port, controllerPort, logDir }));
      if (!existsSync(join(logDir, 'meta.properties'))) layFormatted(installation.formatted, logDir);
      return javaCommand({
        java: installation.java,
        heapMb: HEAP_MB,
        // The optimising compiler pays for itself after some minutes: before, it doubles the work of the first million records.
        options: [...LOG_OPTIONS, ...(options.shortLived ? ['-XX:TieredStopAtLevel=1'] : [])],
        main: ['-cp', join(installation.lib, '*'), 'kafka.Kafka', properties],
        classArchive: installation.classArchive,
      });
    },
    // It says so when the broker is registered and unfenced; its port is open long before.
    isReady: async () => tailOf(logFile).includes('Kafka Server started'),
  };
}

/**
 * A new cluster in `logDir`, from what Kafka's StorageTool formatted once at installation: the same two files with ids of
 * their own. Running the tool takes longer than starting Kafka.
 */
function layFormatted(formatted: string, logDir: string): void {
  mkdirSync(logDir, { recursive: true });
  copyFileSync(join(formatted, 'bootstrap.checkpoint'), join(logDir, 'bootstrap.checkpoint'));
  const properties = readFileSync(join(formatted, 'meta.properties'), 'utf8')
    .replace(/^cluster\.id=.*$/m, `cluster.id=${newKafkaId()}`)
    .replace(/^directory\.id=.*$/m, `directory.id=${newKafkaId()}`);
  // Last: the file's presence says that the folder is formatted.
  writeFileSync(join(logDir, 'meta.properties'), properties);
}

/** 16 random bytes in URL-safe base64, as Kafka writes its ids; it refuses some that begin with a dash. */
function newKafkaId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newKafkaId() : id;
}
