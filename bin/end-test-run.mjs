// Waits for the process that holds its standard input, which says the folder of its run first, and cleans up after it.
import { endRun } from "./test-run.mjs";

let said = "";
process.stdin.on("data", (part) => (said += part));
process.stdin.once("close", () => {
  const [folder, end] = said.split("\n");
  if (end !== undefined) void endRun(folder);
});
