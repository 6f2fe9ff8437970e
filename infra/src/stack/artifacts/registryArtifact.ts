import { join } from 'node:path';
import type { FoundProgram } from '../../../plain/prerequisites.cjs';
import { freePorts } from '../ports';
import { type RegistryInstallation, registryRecipe, registryUrlOf } from '../servers/registry';
import { archiveName, ensureClassArchive } from './classArchive';
import { ensureInstalled, type InstallOptions } from './install';

const TITLE = 'the schema registry';

/** The Apicurio registry, fetched from Maven where it is not there yet, with a class archive. */
export async function installRegistry(
  java: FoundProgram,
  options: InstallOptions,
): Promise<RegistryInstallation> {
  const folder = await ensureInstalled(
    { name: 'registry', title: TITLE, complete: async () => undefined },
    options,
  );
  const installation: RegistryInstallation = {
    java: java.command,
    app: join(folder, 'app'),
    classArchive: { file: join(folder, archiveName(java)), record: false },
  };
  let port = 0;
  await ensureClassArchive(
    {
      name: 'registry',
      title: TITLE,
      archive: installation.classArchive.file,
      recipeIn: async (place, file) => {
        [port = 0] = await freePorts(1);
        return registryRecipe({
          installation: { ...installation, classArchive: { file, record: true } },
          folder: place,
          logFile: join(place, 'registry.log'),
          port,
        });
      },
      use: () => registerOnce(port),
    },
    options,
  );
  return installation;
}

async function registerOnce(port: number): Promise<void> {
  const schema = JSON.stringify({ type: 'record', name: 'Rehearsal', fields: [] });
  const answer = await fetch(`${registryUrlOf(port)}/subjects/rehearsal-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  if (!answer.ok) throw new Error(`the registry answered ${answer.status}: ${await answer.text()}`);
}
