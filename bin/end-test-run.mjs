// Reads the folder of the run from standard input, waits until the process that holds the input ends, and cleans up
// after it.
import { endRun } from "./test-run.mjs";

let said = "";
process.stdin.on("data", (part) => (said += part));
process.stdin.once("close", () => {
  const [folder, end] = said.split("\n");
  if (end !== undefined) void endRun(folder);
});
