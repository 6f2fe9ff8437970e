import { createInterface } from 'node:readline/promises';

/** Asks the person at the terminal a question that only `y` or `yes` agrees to; null where nobody is at one. */
export async function confirmAtTerminal(question: string): Promise<boolean | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
