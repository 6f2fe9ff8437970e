import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { IMPURE, LAYERS, ONE_HOME } from './layers';

/** One import or word that the direction of dependencies forbids. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly sentence: string;
}

const IMPORT = /(?:\bfrom\s+|\bimport\s+|\bimport\s*\(\s*|\brequire\s*\(\s*)'([^']+)'/g;
const LAYER_OF = new Map(
  LAYERS.flatMap((layer, height) => layer.members.map((member) => [member, height] as const)),
);

/** Every violation in the workspaces below `root`. */
export function findViolations(root: string): Violation[] {
  const workspaces = [
    ...children(join(root, 'packages')),
    ...children(join(root, 'services')),
    join(root, 'infra'),
  ];
  return workspaces.flatMap((folder) => checkWorkspace(root, folder));
}

function checkWorkspace(root: string, folder: string): Violation[] {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const height = LAYER_OF.get(name);
  if (height === undefined) {
    return [
      {
        file: relative(root, folder),
        line: 1,
        sentence: `${name} stands in no layer; add it to infra/lint/layers.ts`,
      },
    ];
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  const declared = new Set(Object.keys(manifest.dependencies ?? {}));
  return sources(folder).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const at = (index: number): number => text.slice(0, index).split('\n').length;
    const found: Violation[] = [];
    const report = (index: number, sentence: string): void => {
      found.push({ file: relative(root, file), line: at(index), sentence });
    };
    const isTest = /\.spec\.tsx?$|\/testing\/|\/test\//.test(file);
    for (const match of text.matchAll(IMPORT)) {
      const specifier = match[1] ?? '';
      const sentence = specifier.startsWith('.')
        ? checkRelative(folder, file, specifier)
        : checkImport(name, height, specifier, declared, isTest);
      if (sentence !== null) report(match.index, sentence);
    }
    if (
      LAYERS[height]?.pure === true &&
      !isTest &&
      !/\/(cli|bench)/.test(file) &&
      !file.endsWith('bench.ts')
    ) {
      for (const { pattern, why, except } of IMPURE) {
        if (except?.includes(name)) continue;
        const hit = pattern.exec(text);
        if (hit !== null) report(hit.index, `${hit[0].trim()} ${why}; ${name} is pure`);
      }
    }
    return found;
  });
}

/** A relative path stays inside its workspace: what lies outside is imported by its package name. */
function checkRelative(folder: string, file: string, specifier: string): string | null {
  const target = relative(folder, join(dirname(file), specifier));
  return target.startsWith('..') && !target.endsWith('package.json')
    ? `${specifier} leaves its workspace; import the package by its name`
    : null;
}

function checkImport(
  importer: string,
  height: number,
  specifier: string,
  declared: ReadonlySet<string>,
  isTest: boolean,
): string | null {
  const layer = LAYERS[height];
  if (specifier.startsWith('node:')) {
    return layer?.pure === true && !isTest && specifier !== 'node:buffer'
      ? `${importer} is pure and imports ${specifier}`
      : null;
  }
  const parts = specifier.split('/');
  const target = specifier.startsWith('@') ? `${parts[0]}/${parts[1]}` : (parts[0] ?? '');
  const home = ONE_HOME[target];
  if (home !== undefined && home !== importer) return `${target} is imported only by ${home}`;
  if (!target.startsWith('@sluice/')) {
    return declared.has(target) || isTest ? null : `${target} is not among the dependencies of ${importer}`;
  }
  const imported = target.slice('@sluice/'.length);
  const importedHeight = LAYER_OF.get(imported);
  if (importedHeight === undefined) return `${target} stands in no layer`;
  if (isTest) return null;
  if (importedHeight > height) return `${importer} imports upwards from ${imported}`;
  if (importedHeight === height && !(layer?.withinLayer?.[importer]?.includes(imported) ?? false)) {
    return `${importer} imports sideways from ${imported}`;
  }
  return declared.has(target) ? null : `${target} is not among the dependencies of ${importer}`;
}

function children(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory());
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name === 'dist' || name === '.turbo' || name.startsWith('.data'))
      return [];
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.endsWith('.config.ts') ? [path] : [];
  });
}
