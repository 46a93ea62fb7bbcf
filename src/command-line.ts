import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { readSettings, settingsText } from "./env.ts";
import { AppError } from "./kit/errors.ts";
import { migrate } from "./kit/migrations.ts";
import {
  createKey,
  createMerchant,
  endKey,
  endMerchant,
  listMerchants,
} from "./merchants/manage-merchants.ts";
import type { Context } from "./context.ts";
import { openCommand } from "./open.ts";

const usage = `npm run musubi -- <command> [--json]
  merchant create --name NAME [--trial]   a new merchant: its ID, number, first API key and owner's sign-in
  merchant list                           every merchant
  merchant end ID                         ends its contract: nothing of it is synced any more
  key create MERCHANT_ID [--name NAME]    a further API key
  key revoke KEY_ID                       the key opens nothing any more
Settings come from the environment:
${settingsText()}
`;

type Flags = { name?: string | undefined; trial?: boolean | undefined };
type Command = (ctx: Context, id: string | undefined, flags: Flags) => Promise<object>;

const commands: Record<string, Command> = {
  "merchant create": (ctx, _, { name, trial }) =>
    createMerchant(ctx, {
      name: needed(name, "--name NAME"),
      standing: trial === true ? "trial" : "contract",
    }),
  "merchant list": async (ctx) => ({ items: await listMerchants(ctx) }),
  "merchant end": async (ctx, id) => {
    await endMerchant(ctx, needed(id, "ID"));
    return { id, standing: "ended" };
  },
  "key create": (ctx, id, { name }) =>
    createKey(ctx, { merchantId: needed(id, "MERCHANT_ID"), name: name ?? "API" }),
  "key revoke": async (ctx, id) => {
    await endKey(ctx, needed(id, "KEY_ID"));
    return { id, revoked: true };
  },
};

function needed(value: string | undefined, what: string): string {
  if (value !== undefined && value.trim() !== "") return value;
  throw new Error(`${what} is missing.\n\n${usage}`);
}

/** For people: a line a value, the inner ones named by their path. */
function inWords(value: object, indent = ""): string {
  return Object.entries(value)
    .map(([key, inner]) => {
      if (inner instanceof Date) return `${indent}${key}: ${inner.toISOString()}`;
      if (typeof inner === "object" && inner !== null)
        return `${indent}${key}:\n${inWords(inner as object, `${indent}  `)}`;
      return `${indent}${key}: ${String(inner)}`;
    })
    .join("\n");
}

async function runCommand(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      name: { type: "string" },
      trial: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const [noun = "", verb = "", id] = positionals;
  const command = commands[`${noun} ${verb}`];
  if (values.help === true || positionals.length === 0) return usage;
  if (command === undefined) throw new Error(`There is no command "${noun} ${verb}".\n\n${usage}`);
  const given = readSettings();
  // No command calls Smaregi or opens a credential: neither address nor key is needed here.
  const settings = { ...given, logLevel: given.logLevel === "info" ? ("warn" as const) : given.logLevel };
  const nowhere = { idUrl: "http://127.0.0.1:9", apiUrl: "http://127.0.0.1:9" };
  const opened = await openCommand({
    settings,
    smaregi: given.smaregi ?? nowhere,
    secretKey: given.secretKey ?? randomBytes(32),
  });
  try {
    await migrate(opened.ctx.db);
    const answer = await command(opened.ctx, id, values);
    return values.json === true ? `${JSON.stringify(answer)}\n` : `${inWords(answer)}\n`;
  } finally {
    await opened.close();
  }
}

try {
  process.stdout.write(await runCommand());
} catch (error) {
  const words =
    error instanceof AppError ? error.detail.en : error instanceof Error ? error.message : String(error);
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
