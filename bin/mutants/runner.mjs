import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { PluginKind, declareClassPlugin } from "@stryker-mutator/api/plugin";
import { build } from "vite";
import { pureTests } from "../../stryker.config.mjs";
import { collect, firstOf } from "./tests.mjs";

const words = fileURLToPath(new URL("./tests.mjs", import.meta.url));

/**
 * Runs the pure tests in one process, all read once: some milliseconds a mutant, where Vitest takes half a second to begin.
 * Only for a mutant in what a module says at its top are tests read anew: those that read this module.
 */
class PureRunner {
  /** What Stryker's mutants read: which of them is on, and for which test they note that it passed by. */
  #space = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  /** Each test file with all that it reads, in one file of its own. */
  #bundles = [];
  #tests = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.#bundles = await bundles();
    // Here, not in the dry run: a process that takes the place of one that hung has none.
    for (const { path, file } of this.#bundles)
      this.#tests.push(...(await collect(path, () => import(file))));
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

  /** The tests that read a mutant's module; a file that can't be read with it is a test that fails. */
  async #readAnew(mutant) {
    const tests = [];
    for (const { path, file } of this.#bundles.filter((each) => isIn(each, mutant))) {
      try {
        tests.push(...(await collect(path, () => import(`${file}?${mutant.id}`))));
      } catch (error) {
        tests.push({ id: firstOf(path), body: () => Promise.reject(error) });
      }
    }
    return tests;
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    this.#space.activeMutant = activeMutant.id;
    this.#space.hitLimit = hitLimit;
    this.#space.hitCount = hitLimit === undefined ? undefined : 0;
    const isLoop = () => hitLimit !== undefined && this.#space.hitCount > hitLimit;
    const tests = mutantActivation === "static" ? await this.#readAnew(activeMutant) : this.#tests;
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

/**
 * The tests of Stryker's copy, each file with all that it reads in one, with this file's words for Vitest's. Made once a run: whoever
 * is first leaves them to the others, and to those that take the place of one that hung.
 */
async function bundles() {
  const made = join(process.cwd(), ".bundles");
  if (!existsSync(made)) {
    const outDir = `${made}-${process.pid}`;
    const all = [];
    for (const path of pureTests) if (existsSync(path)) all.push(await bundle(path, outDir));
    writeFileSync(join(outDir, "all.json"), JSON.stringify(all));
    try {
      renameSync(outDir, made);
    } catch {
      // Somebody else was first.
    }
  }
  const all = JSON.parse(readFileSync(join(made, "all.json"), "utf8"));
  return all.map((each) => ({ ...each, file: pathToFileURL(join(made, each.name)).href }));
}

async function bundle(path, outDir) {
  const name = `${path.replaceAll("/", "-")}.mjs`;
  const { output } = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [
      {
        name: "pure-tests",
        enforce: "pre",
        resolveId: (id) => (id === "vitest" ? { id: pathToFileURL(words).href, external: true } : null),
      },
    ],
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input: join(process.cwd(), path),
        treeshake: false,
        output: { entryFileNames: name, codeSplitting: false },
      },
    },
  });
  const modules = Object.keys(output[0].modules);
  return { path, name, modules: modules.map((id) => relative(process.cwd(), id).replaceAll("\\", "/")) };
}

/** Whether a bundle holds the module of a mutant, which Stryker names by its address in the project. */
const isIn = ({ modules }, { fileName }) =>
  modules.some((module) => fileName.replaceAll("\\", "/").endsWith(`/${module}`));

async function failureOf(body) {
  try {
    await body();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "pure", PureRunner)];
