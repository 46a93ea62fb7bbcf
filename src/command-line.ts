import { wordsOf } from "./kit/error-words.ts";
import { AppError } from "./kit/errors.ts";
import { isSystemError } from "./kit/embedded-postgres/system-error.ts";
import { runCommand } from "./run-command.ts";

process.stdout.on("error", (error) => {
  // A reader that stops reading (`| head`) has seen enough. A full disk is a failure, because a key is shown only this once.
  if (isSystemError(error, "EPIPE")) return;
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exitCode = 1;
});
process.stderr.on("error", () => undefined);

try {
  process.stdout.write(await runCommand(process.argv.slice(2), process.env));
} catch (error) {
  const words = error instanceof AppError ? error.detail.en : wordsOf(error);
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
