import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundProgram } from '../../../plain/prerequisites.cjs';
import { freePorts } from '../ports';
import { type KafkaInstallation, kafkaRecipe } from '../servers/kafka';
import { kafkaProperties } from '../servers/kafkaProperties';
import { archiveName, ensureClassArchive } from './classArchive';
import { ensureInstalled, type InstallOptions, type RunStep } from './install';

/** Kafka, fetched from Maven where it is not there yet, with a formatted log folder and a class archive. */
export async function installKafka(java: FoundProgram, options: InstallOptions): Promise<KafkaInstallation> {
  const folder = await ensureInstalled(
    { name: 'kafka', title: 'Kafka', complete: (staging, run) => format(java, staging, run) },
    options,
  );
  const installation: KafkaInstallation = {
    java: java.command,
    lib: libIn(folder),
    formatted: formattedIn(folder),
    classArchive: { file: join(folder, archiveName(java)), record: false },
  };
  await ensureClassArchive(
    {
      name: 'kafka',
      title: 'Kafka',
      archive: installation.classArchive.file,
      recipeIn: async (place, file) => {
        const [port, controllerPort] = await freePorts(2);
        return kafkaRecipe({
          installation: { ...installation, classArchive: { file, record: true } },
          folder: place,
          logFile: join(place, 'kafka.log'),
          port: port!,
          controllerPort: controllerPort!,
          shortLived: true,
        });
      },
    },
    options,
  );
  return installation;
}

const libIn = (folder: string): string => join(folder, 'lib');
const formattedIn = (folder: string): string => join(folder, 'formatted');

/** Replaced in every cluster that is made from the formatted folder. */
const FORMAT_CLUSTER_ID = 'SluiceEmbeddedStack000';

/** Kafka's own tool, once: every new cluster begins as a copy of what it makes. */
async function format(java: FoundProgram, folder: string, run: RunStep): Promise<void> {
  const properties = join(folder, 'format.properties');
  // Ports are asked for, and not kept.
  const place = { port: 9092, controllerPort: 9093, logDir: formattedIn(folder) };
  writeFileSync(properties, kafkaProperties(place));
  const tool = ['-cp', join(libIn(folder), '*'), 'kafka.tools.StorageTool', 'format'];
  await run('StorageTool', {
    command: java.command,
    args: [...tool, '--cluster-id', FORMAT_CLUSTER_ID, '--config', properties],
  });
}
