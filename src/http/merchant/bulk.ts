import { Readable } from "node:stream";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import { countNotWhole } from "../../catalog/bulk/count-not-whole.ts";
import { exportProducts, template } from "../../catalog/bulk/export-products.ts";
import { listChanges, listJobs, listRefused, readJob, refusedAsCsv } from "../../catalog/bulk/read-jobs.ts";
import { previewLinks } from "../../stock-sync/preview/preview-links.ts";
import { receiveFile } from "../../catalog/bulk/receive-file.ts";
import type { Context } from "../../context.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { csvAnswer, csvResponse, encodingOf, encodingQuery } from "./csv-files.ts";
import { askedMapping } from "./mapping-input.ts";
import { answers, list, listQuery, quantities, time, timeOrNull } from "../schemas.ts";

const mapping = z.object({
  cart: z.string().nullable(),
  columns: z.array(z.tuple([z.string(), z.string()])),
  price: z.enum(["included", "excluded"]),
});

export const bulkJob = z
  .object({
    id: z.string(),
    kind: z.enum(["register", "change"]),
    state: z.enum(["waiting", "running", "done", "failed"]),
    dryRun: z.boolean(),
    onError: z.enum(["skip", "stop"]),
    rows: z.int(),
    done: z.int(),
    failed: z.int(),
    notDone: z.int(),
    deletes: z.int().openapi({ description: "How many of the done rows delete something" }),
    stoppedAt: z.int().optional(),
    reason: z.string().optional(),
    mapping: mapping.nullable().openapi({ description: "How another cart's columns were read" }),
    createdAt: time,
    endedAt: timeOrNull,
  })
  .openapi("BulkJob");

export const refusedRow = z.object({
  row: z.int(),
  problems: z.array(z.object({ column: z.string().nullable(), message: z.string() })),
});

export const bulkChange = z
  .object({
    row: z.int(),
    action: z.enum(["register", "change", "delete"]),
    productName: z.string(),
    systemProductNumber: z.string().nullable(),
    changes: z.array(
      z.object({ column: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
  })
  .openapi("BulkChange");

export const notWhole = z
  .object({
    cells: z.int().openapi({ description: "How many cells lose a letter" }),
    examples: z.array(z.object({ systemProductNumber: z.string(), text: z.string(), written: z.string() })),
  })
  .openapi("NotWhole");

const params = z.object({ id: z.string() });
function shown(c: Request, { stoppedAt, reason, ...rest }: Awaited<ReturnType<typeof readJob>>) {
  return {
    ...rest,
    ...(stoppedAt === null ? {} : { stoppedAt }),
    ...(reason === null ? {} : { reason: reason[languageOf(c)] }),
  };
}

/** Many products at once: files and their results, templates and the export. */
export function bulkRoutes(ctx: Context) {
  const door = openDoor();
  const options = z.object({
    onError: z.enum(["skip", "stop"]).default("skip"),
    dryRun: z.stringbool().default(false),
    mapping: askedMapping,
    unknownColumns: z.enum(["refuse", "ignore"]).default("refuse").openapi({
      description: "What becomes of columns that nobody knows: refused, or passed over",
    }),
  });
  for (const kind of ["register", "change"] as const) {
    door.openapi(
      createRoute({
        method: "post",
        path: `/products/bulk-${kind}`,
        security,
        request: {
          query: options,
          body: {
            description: "UTF-8 or Shift_JIS, recognised",
            content: { "text/csv": { schema: z.string() } },
          },
        },
        responses: answers(202, z.object({ id: z.string() }), "Taken; see GET /bulk-jobs/{id}"),
      }),
      async (c) => {
        const body: AsyncIterable<Uint8Array> = c.req.raw.body ?? Readable.from([]);
        const id = await receiveFile(ctx, { ...callerOf(c), ...c.req.valid("query"), kind, body });
        return c.json({ id }, 202);
      },
    );
  }

  door.openapi(
    createRoute({
      method: "get",
      path: "/bulk-jobs",
      security,
      request: { query: listQuery },
      responses: answers(200, list(bulkJob), "Files, newest first"),
    }),
    async (c) => {
      const { items, nextCursor } = await listJobs(ctx, { ...callerOf(c), ...c.req.valid("query") });
      return c.json({ items: items.map((item) => shown(c, item)), nextCursor }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/bulk-jobs/{id}",
      security,
      request: { params },
      responses: answers(200, bulkJob, "How far the file is"),
    }),
    async (c) => c.json(shown(c, await readJob(ctx, { ...callerOf(c), ...c.req.valid("param") })), 200),
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/bulk-jobs/{id}/quantities",
      security,
      request: { params },
      responses: answers(
        200,
        z.object({ quantities: quantities.nullable() }),
        "What the links of a checked file would do, read from Smaregi now; null: it links nothing that is there",
      ),
    }),
    async (c) => {
      const at = { ...callerOf(c), ...c.req.valid("param") };
      return c.json({ quantities: await previewLinks(ctx, at) }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/bulk-jobs/{id}/errors",
      security,
      request: { params, query: listQuery },
      responses: answers(200, list(refusedRow), "The refused rows, in the order of the file"),
    }),
    async (c) => {
      const at = { ...callerOf(c), ...c.req.valid("param"), ...c.req.valid("query") };
      const { items, nextCursor } = await listRefused(ctx, at);
      const language = languageOf(c);
      const said = items.map(({ row, problems }) => ({
        row,
        problems: problems.map(({ column, message }) => ({ column, message: message[language] })),
      }));
      return c.json({ items: said, nextCursor }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/bulk-jobs/{id}/changes",
      security,
      request: { params, query: listQuery },
      responses: answers(200, list(bulkChange), "What a dry run would change: its first 500 rows"),
    }),
    async (c) => {
      const at = { ...callerOf(c), ...c.req.valid("param"), ...c.req.valid("query") };
      return c.json(await listChanges(ctx, at), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/bulk-jobs/{id}/errors.csv",
      security,
      request: { params },
      responses: csvAnswer("The refused rows with their reasons, to be mended and sent again"),
    }),
    async (c) => {
      const at = { ...callerOf(c), ...c.req.valid("param"), language: languageOf(c) };
      const { encoding, bytes } = await refusedAsCsv(ctx, at);
      return csvResponse(bytes, { name: "errors.csv", encoding });
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/products.csv",
      security,
      request: { query: z.object({ encoding: encodingQuery }) },
      responses: csvAnswer("All products, in the format of bulk change"),
    }),
    async (c) => {
      const encoding = encodingOf(c.req.valid("query").encoding);
      const bytes = exportProducts(ctx, { merchantId: callerOf(c).merchantId, encoding });
      return csvResponse(bytes, { name: "products.csv", encoding });
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/products-not-whole",
      security,
      responses: answers(200, notWhole, "What the export loses in Shift_JIS; in UTF-8 nothing is lost"),
    }),
    async (c) => c.json(await countNotWhole(ctx, callerOf(c)), 200),
  );

  const templateQuery = z.object({
    for: z.enum(["register", "change"]).default("register"),
    encoding: encodingQuery,
    examples: z.stringbool().default(false),
  });
  door.openapi(
    createRoute({
      method: "get",
      path: "/products-template.csv",
      security,
      request: { query: templateQuery },
      responses: csvAnswer("An empty file with all headings"),
    }),
    (c) => {
      const { for: kind, encoding: name, examples } = c.req.valid("query");
      const encoding = encodingOf(name);
      return csvResponse(template(kind, encoding, examples), { name: `products-${kind}.csv`, encoding });
    },
  );
  return door;
}
