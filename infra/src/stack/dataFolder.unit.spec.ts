import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataFolder } from './dataFolder';

const folder = mkdtempSync(join(tmpdir(), 'sluice-data-folder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the data folder', () => {
  it('is made with all that is missing above it, and may be there already', () => {
    const deep = join(folder, 'a', 'b', 'c');
    prepareDataFolder(deep, 0);
    prepareDataFolder(deep, 0);
    expect(existsSync(deep)).toBe(true);
  });

  it('is refused below a file, and where a link leads nowhere', () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    for (const path of ['file', 'file/data', 'link', 'link/data']) {
      expect(() => prepareDataFolder(join(folder, path), 0)).toThrow(
        expect.objectContaining({ code: 'DATA_FOLDER_UNWRITABLE' }),
      );
    }
  });
});

function onProcfs(): void {
  // In a process of its own: a loop that never ends would hold up a time limit of the test itself.
  it.each(['/proc/nope', '/proc/nope/deeper'])(
    '%s is refused at once',
    (path) => {
      const program = `require(${JSON.stringify(join(__dirname, 'dataFolder.ts'))}).prepareDataFolder(${JSON.stringify(path)})`;
      const { signal, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', program], {
        cwd: __dirname,
        encoding: 'utf8',
        timeout: 20_000,
        killSignal: 'SIGKILL',
      });
      expect(signal).toBeNull();
      expect(stderr).toContain('DATA_FOLDER_UNWRITABLE');
      expect(stderr).toContain(`The data folder ${path} cannot be written (ENOENT)`);
    },
    30_000,
  );
}

// Only Linux has a /proc in which mkdir answers ENOENT.
if (process.platform === 'linux') describe('a data folder in procfs', onProcfs);
