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
 * Runs the pure tests in one process that loads them all once: some milliseconds per mutant, while Vitest takes half a
 * second to start. Loads tests again only for a mutant at the top level of a module: those that read this module.
 */
class PureRunner {
  /** What Stryker's mutants read: which mutant is active, and which test passed through each one. */
  #space = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  /** Each test file with all that it reads, bundled into one file. */
  #bundles = [];
  #tests = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.#bundles = await bundles();
    // Here, not in the dry run: a process that replaces one that hung has no dry run.
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

  /** Loads the tests that read a mutant's module; a file that can't be loaded with it counts as a failed test. */
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
    // No test ran: that is a fault of this file, not a surviving mutant.
    return nrOfTests === 0
      ? { status: "error", errorMessage: "No test was run" }
      : { status: "survived", nrOfTests };
  }
}

/**
 * Bundles the tests of Stryker's copy, each file with all that it reads, and replaces Vitest by this folder's own version. Made once
 * per run: the first process leaves them to the others, and to those that replace one that hung.
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
      // Another process was first.
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

/** True if a bundle contains the module of a mutant; Stryker names the module by its path in the project. */
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
