import { statSync } from 'node:fs';
import type { Command } from '../process/guardedProcess';

/** A Java program and what it may take. */
export interface JavaProgram {
  /** What `findJava` found. */
  readonly java: string;
  readonly heapMb: number;
  readonly options: readonly string[];
  /** The main class or `-jar FILE`, and its arguments. */
  readonly main: readonly string[];
  readonly classArchive: ClassArchive;
}

/**
 * The classes that a program loads at its start, parsed and verified once (application class-data sharing, JEP 350).
 * Starting from it takes about half the time. `record`: this run writes it as it ends.
 */
export interface ClassArchive {
  readonly file: string;
  readonly record: boolean;
}

/** A small heap is best served by the serial collector; it also leaves the other core to the rest of the stack. */
export function javaCommand(program: JavaProgram): Command {
  return {
    command: program.java,
    args: [
      `-Xmx${program.heapMb}m`,
      '-XX:+UseSerialGC',
      ...archiveOptions(program.classArchive),
      '-Djava.awt.headless=true',
      ...program.options,
      ...program.main,
    ],
  };
}

function archiveOptions({ file, record }: ClassArchive): string[] {
  if (record) return [`-XX:ArchiveClassesAtExit=${file}`];
  // An empty one stands for a Java that writes none.
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size > 0 ? [`-XX:SharedArchiveFile=${file}`] : [];
}
