import { processCommandLine, runCommand } from './commandLine';
import { reportsProgram } from './reportsProgram';

void runCommand(reportsProgram(processCommandLine), processCommandLine, process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
);
