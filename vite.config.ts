import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type UserConfig } from "vite";

const root = import.meta.dirname;
const pageOf = (name: string) => resolve(root, name, "index.html");
/** The oldest browsers that the pages support (docs/design.md). */
const browsers = ["chrome111", "edge111", "firefox114", "safari16.4", "ios16.4"];
const styles = join(root, "node_modules", "@mantine", "core", "styles");

/** Adds the style sheet of each Mantine component where it is used, instead of one sheet with all of them. */
const stylesOfParts: Plugin = {
  name: "styles-of-parts",
  transform: (code, id) => {
    const part = /@mantine[/]core[/]esm[/].*[/](\w+)\.module\.mjs$/.exec(id)?.[1];
    if (part === undefined) return null;
    const folder = basename(resolve(id, ".."));
    const name = [part, folder].find((each) => existsSync(join(styles, `${each}.css`)));
    if (name === undefined) throw new Error(`Mantine has no style sheet of ${part}`);
    return { code: `import "@mantine/core/styles/${name}.css";\n${code}`, map: null };
  },
};

/** Renders the shop's pages on the server (`--ssr`), with all that it needs in one file. */
const drawing: UserConfig = {
  root,
  plugins: [react()],
  publicDir: false,
  // React and others read it at run time: rendering uses the fast production build, whatever the server's own
  // setting.
  define: { "process.env.NODE_ENV": '"production"' },
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: "dist/drawing",
    target: "node20",
    minify: true,
    rolldownOptions: {
      input: { shop: resolve(root, "shop", "draw.tsx") },
      output: { entryFileNames: "[name].js", codeSplitting: false },
    },
  },
};

/**
 * The pages, each an HTML page with its own entry; `bin/ensure-built.mjs` builds them into `dist/pages`: 管理画面 and the entrance
 * of the practice mode, and with `--mode shop` the shop, which shares no file with them, so that buyers load only what a shop
 * needs.
 */
export default defineConfig(({ mode, isSsrBuild = false }) => {
  if (isSsrBuild) return drawing;
  const isShop = mode === "shop";
  return {
    root,
    plugins: [react(), ...(isShop ? [stylesOfParts] : [])],
    publicDir: false,
    build: {
      outDir: "dist/pages",
      emptyOutDir: !isShop,
      target: browsers,
      // Every file stays a separate file: each reader loads the few letters that a page needs, and pages may load nothing from a
      // `data:`.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 900,
      rolldownOptions: {
        input: isShop
          ? { shop: pageOf("shop") }
          : { console: pageOf("console"), practice: pageOf("practice") },
      },
    },
  };
});
