import { resolve } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;

/** Packages of many small modules: bundled into one file they start in half the time. The others stay packages. */
const takenIn = [
  "kysely",
  "zod",
  "hono",
  /^@hono\//,
  /^@asteasolutions\//,
  "uuid",
  /^csv-/,
  /^@opentelemetry\//,
];

/** The programs: the server, the command line and the local Smaregi; `bin/ensure-built.mjs` builds them into `dist`. */
export default defineConfig({
  root,
  publicDir: false,
  ssr: { noExternal: takenIn },
  build: {
    ssr: true,
    outDir: "dist",
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: {
        "src/main": resolve(root, "src/main.ts"),
        "src/command-line": resolve(root, "src/command-line.ts"),
        "sandbox/main": resolve(root, "sandbox/main.ts"),
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
});
