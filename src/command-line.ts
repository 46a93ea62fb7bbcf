import { wordsOf } from "./kit/error-words.ts";
import { AppError } from "./kit/errors.ts";
import { runCommand } from "./run-command.ts";

try {
  process.stdout.write(await runCommand(process.argv.slice(2), process.env));
} catch (error) {
  const words = error instanceof AppError ? error.detail.en : wordsOf(error);
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
