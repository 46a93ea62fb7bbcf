import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { PluginKind, declareClassPlugin } from "@stryker-mutator/api/plugin";
import { build } from "vite";
import { pureFiles } from "../../stryker.config.mjs";
import { collect } from "./tests.mjs";

const words = fileURLToPath(new URL("./tests.mjs", import.meta.url));

/**
 * Runs the pure tests in one process, all read once: some milliseconds a mutant, where Vitest takes half a second to begin.
 * Only a mutant in what a module says at its top is read anew.
 */
class PureRunner {
  /** What Stryker's mutants read: which of them is on, and for which test they note that it passed by. */
  #space = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  #file;
  #tests = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Bundles the tests of Stryker's copy, with this file's words for Vitest's. */
  async init() {
    const outDir = join(process.cwd(), `.bundle-${process.pid}`);
    await build({
      configFile: false,
      logLevel: "error",
      publicDir: false,
      plugins: [
        {
          name: "pure-tests",
          enforce: "pre",
          resolveId: (id) =>
            id === "pure-tests"
              ? "\0pure-tests"
              : id === "vitest"
                ? { id: pathToFileURL(words).href, external: true }
                : null,
          load: (id) => {
            const tests = pureFiles.map((path) => `/${path.replace(/\.ts$/, ".test.ts")}`);
            return id === "\0pure-tests"
              ? `import.meta.glob(${JSON.stringify(tests)}, { eager: true });`
              : null;
          },
        },
      ],
      build: {
        ssr: true,
        outDir,
        minify: false,
        rollupOptions: { input: "pure-tests", treeshake: false, output: { entryFileNames: "tests.mjs" } },
      },
    });
    this.#file = pathToFileURL(join(outDir, "tests.mjs")).href;
    // Here, not in the dry run: a process that takes the place of one that hung has none.
    this.#tests = await collect(() => import(this.#file));
  }

  async dryRun() {
    const tests = [];
    for (const { id, name, body } of this.#tests) {
      this.#space.currentTestId = id;
      const begin = performance.now();
      const failure = await failureOf(body);
      const result = { id, name, timeSpentMs: performance.now() - begin };
      tests.push(
        failure === null ? { ...result, status: 0 } : { ...result, status: 1, failureMessage: failure },
      );
    }
    this.#space.currentTestId = undefined;
    return { status: "complete", tests, mutantCoverage: this.#space.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    this.#space.activeMutant = activeMutant.id;
    this.#space.hitLimit = hitLimit;
    this.#space.hitCount = hitLimit === undefined ? undefined : 0;
    const isLoop = () => hitLimit !== undefined && this.#space.hitCount > hitLimit;
    let tests = this.#tests;
    try {
      if (mutantActivation === "static")
        tests = await collect(() => import(`${this.#file}?${activeMutant.id}`));
    } catch (error) {
      return { status: "killed", killedBy: ["0"], failureMessage: String(error), nrOfTests: 0 };
    }
    let nrOfTests = 0;
    for (const { id, body } of tests) {
      if (testFilter !== undefined && !testFilter.includes(id)) continue;
      nrOfTests += 1;
      const failureMessage = await failureOf(body);
      if (isLoop()) return { status: "timeout", reason: "It goes on for ever." };
      if (failureMessage !== null) return { status: "killed", killedBy: [id], failureMessage, nrOfTests };
    }
    // Nobody looked: that is a fault of this file, not a mutant's survival.
    return nrOfTests === 0
      ? { status: "error", errorMessage: "No test was run" }
      : { status: "survived", nrOfTests };
  }
}

async function failureOf(body) {
  try {
    await body();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "pure", PureRunner)];
