import { writeFileSync } from 'node:fs';
import { CommandRefused } from './commandLine';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'there is no permission to write there',
  EPERM: 'there is no permission to write there',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its name is too long',
};

/** Writes the file of `--out`; where it cannot be written, refuses the command with a sentence. */
export function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    // writeFileSync throws what the system says, with its code.
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandRefused(`Cannot write --out ${file}: ${WHY[code] ?? code}; name another file.`);
  }
}
