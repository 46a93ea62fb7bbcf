import { ensureInstalled } from "./ensure-installed.mjs";
import { runChecks } from "./run-checks.mjs";

ensureInstalled();
process.exitCode = (await runChecks()) ? 0 : 1;
