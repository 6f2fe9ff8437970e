import { casesProgram } from './casesProgram';
import { processCommandLine, runCommand } from './commandLine';

void runCommand(casesProgram(processCommandLine), processCommandLine, process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
