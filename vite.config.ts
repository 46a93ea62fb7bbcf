import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const root = import.meta.dirname;

/** The pages: 管理画面, the shop and the entrance of the practice mode, each an HTML page with its own entry; `bin/ensure-built.mjs` builds them into `dist/pages`. */
export default defineConfig({
  root,
  plugins: [react()],
  publicDir: false,
  build: {
    outDir: "dist/pages",
    emptyOutDir: true,
    // The fonts' many small files stay files: each reader loads the few that a page needs.
    assetsInlineLimit: 1024,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: {
        console: resolve(root, "console/index.html"),
        shop: resolve(root, "shop/index.html"),
        practice: resolve(root, "practice/index.html"),
      },
    },
  },
});
