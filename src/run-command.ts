import { parseArgs } from "node:util";
import { listClosed } from "./accounts/attempts/note-attempt.ts";
import { createKey, endKey } from "./accounts/keys/api-keys.ts";
import { keyScopes, type KeyScope } from "./accounts/keys/rules.ts";
import { makeLinksFor } from "./accounts/links.ts";
import { resetSecondStepsOf } from "./accounts/second-step/second-step.ts";
import { allowContract, listProofs, revokeContract } from "./connection/proof/vouch.ts";
import { distributeDatabase } from "./commands/distribute.ts";
import { exportFile, sendFile } from "./commands/products.ts";
import { afterRestore } from "./commands/restored.ts";
import { endOf, nameOf, onErrorOf, refuseUnknown } from "./commands/words.ts";
import { readSettings } from "./env.ts";
import { settingsText } from "./settings-help.ts";
import { entryOf } from "./kit/entry-of.ts";
import { distributingSql } from "./kit/distributed/distribute.ts";
import { migrate } from "./kit/migrations.ts";
import { folded } from "./kit/text/rules.ts";
import { createMerchant, endMerchant, listMerchants } from "./merchants/manage-merchants.ts";
import type { Context } from "./context.ts";
import { openCommand } from "./open.ts";
import { contractSpelling } from "./smaregi/spelling.ts";
import { readStatus } from "./status/read-status.ts";
import { prepareQueue } from "./worker.ts";
import { sealingKeysOf } from "./kit/sealed.ts";
import { readKeyFile } from "./practice/keys.ts";
import { readSealing, rotateKeys } from "./sealing/rotate-keys.ts";

const usage = `npm run musubi -- <command> [--json]
  merchant create --name NAME [--trial]   a new merchant: its ID, number, first API key and owner's sign-in;
    [--owner-email EMAIL]                 without the owner's own address one is made up
  merchant list                           every merchant; its number serves wherever its ID is asked for
  merchant end MERCHANT_ID                ends its contract: nothing of it is synced any more
  key create MERCHANT_ID [--name NAME]    a further API key; --scopes read,products,orders,connection: for these
    [--scopes SCOPES] [--expires DAY]     alone; --expires 2027-03-31: the last day on which it opens anything
  key revoke KEY_ID                       the key opens nothing any more
  key rotate [--dry-run]                  seals all secrets anew with the newest key of MUSUBI_SECRET_KEY;
                                          --dry-run: only says what is sealed with which
  contract allow MERCHANT CONTRACT_ID     vouches that the Smaregi contract is this merchant's (number or ID)
  contract list [MERCHANT]                who proved which contract, and how
  contract revoke MERCHANT CONTRACT_ID    takes the proof back; a connection with it is switched off
  sign-in link EMAIL                      a one-time link for a staff account (path of the web server),
                                          one for each merchant that has the address
  sign-in closed                          who has to wait after too many wrong passwords, and until when
  second-step reset EMAIL                 takes away the second step of somebody who lost their phone
  status MERCHANT_ID                      how its link to Smaregi stands
  products register MERCHANT_ID FILE      商品一括登録 of a CSV; products change: 商品一括変更
    [--dry-run] [--on-error stop] [--errors FILE]
  products export MERCHANT_ID FILE        all its products, in the format of change
  distribute [--print]                    spreads the database over the machines of its Citus, all processes
                                          stopped; --print: only says by which SQL
  restored                                after a backup was restored, before the start
Settings come from the environment:
${settingsText()}
`;

type Flags = {
  name?: string | undefined;
  trial?: boolean | undefined;
  "owner-email"?: string | undefined;
  scopes?: string | undefined;
  expires?: string | undefined;
  "dry-run"?: boolean | undefined;
  "on-error"?: string | undefined;
  errors?: string | undefined;
  print?: boolean | undefined;
};
type Command = (
  ctx: Context,
  id: string | undefined,
  flags: Flags,
  file: string | undefined,
) => Promise<object | string>;

const send =
  (kind: "register" | "change"): Command =>
  async (ctx, id, flags, file) => {
    await prepareQueue(ctx);
    return await sendFile(ctx, {
      merchantId: await merchantOf(ctx, id),
      file: needed(file, "FILE"),
      kind,
      onError: onErrorOf(flags["on-error"]),
      dryRun: flags["dry-run"] === true,
      errors: flags.errors,
    });
  };

/** The ID of the merchant with this ID or number, which is found in full width, too (P10). */
async function findMerchant(ctx: Context, typed: string | undefined): Promise<string | undefined> {
  const word = folded(typed ?? "");
  return (await listMerchants(ctx)).find(({ id, number }) => id === word || number === word)?.id;
}

async function merchantOf(ctx: Context, id: string | undefined): Promise<string> {
  const found = await findMerchant(ctx, id);
  if (found !== undefined) return found;
  throw new Error(`There is no merchant "${needed(id, "MERCHANT_ID")}": see merchant list.`);
}

const commands: Record<string, Command> = {
  "merchant create": (ctx, _, { name, trial, "owner-email": ownerEmail }) =>
    createMerchant(ctx, {
      name: nameOf(needed(name, "--name NAME")),
      standing: trial === true ? "trial" : "contract",
      ownerEmail,
    }),
  "merchant list": async (ctx) => ({ items: await listMerchants(ctx) }),
  "merchant end": async (ctx, typed) => {
    const id = (await findMerchant(ctx, typed)) ?? needed(typed, "ID");
    await endMerchant(ctx, id);
    return { id, standing: "ended" };
  },
  "key create": async (ctx, id, { name, scopes, expires }) =>
    createKey(ctx, {
      merchantId: await merchantOf(ctx, id),
      name: nameOf(name ?? "API"),
      scopes: scopes?.split(",").map(scopeOf),
      expiresAt: expires === undefined ? undefined : endOf(expires),
    }),
  "key revoke": async (ctx, id) => {
    await endKey(ctx, { id: needed(id, "KEY_ID") });
    return { id, revoked: true };
  },
  "key rotate": async (ctx, _, { "dry-run": dryRun }) =>
    dryRun === true ? await readSealing(ctx) : await rotateKeys(ctx),
  "contract allow": async (ctx, id, _, contract) => {
    const named = { merchantId: await merchantOf(ctx, id), contractId: contractOf(contract) };
    await allowContract(ctx, named);
    return { ...named, allowed: true };
  },
  "contract list": async (ctx, id) => ({
    items: await listProofs(ctx, id === undefined ? undefined : await merchantOf(ctx, id)),
  }),
  "contract revoke": async (ctx, id, _, contract) => {
    const named = { merchantId: await merchantOf(ctx, id), contractId: contractOf(contract) };
    return { ...named, revoked: true, ...(await revokeContract(ctx, named)) };
  },
  "sign-in link": async (ctx, email) => ({ items: await makeLinksFor(ctx, needed(email, "EMAIL")) }),
  "sign-in closed": async (ctx) => ({ items: await listClosed(ctx) }),
  "second-step reset": async (ctx, email) => ({
    items: await resetSecondStepsOf(ctx, needed(email, "EMAIL")),
  }),
  "products register": send("register"),
  "products change": send("change"),
  "products export": async (ctx, id, _, file) =>
    exportFile(ctx, { merchantId: await merchantOf(ctx, id), file: needed(file, "FILE") }),
  distribute: async (ctx, _, { print }) =>
    print === true
      ? (await distributingSql(ctx.directDb)).map((statement) => `${statement};\n`).join("")
      : await distributeDatabase(ctx),
  restored: async (ctx) => {
    await prepareQueue(ctx);
    return await afterRestore(ctx);
  },
  status: async (ctx, id) => readStatus(ctx, await merchantOf(ctx, id)),
};

function scopeOf(typed: string): KeyScope {
  const scope = keyScopes.find((each) => each === typed.trim());
  if (scope !== undefined) return scope;
  throw new Error(`There is no scope "${typed}": ${keyScopes.join(", ")}.`);
}

function needed(value: string | undefined, what: string): string {
  if (value !== undefined && value.trim() !== "") return value;
  throw new Error(`${what} is missing.\n\n${usage}`);
}

/** The contract's ID in the spelling that is stored and returned. */
const contractOf = (typed: string | undefined): string => contractSpelling(needed(typed, "CONTRACT_ID"));

/** For people: one line for each value; nested values are named by their path. */
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

/**
 * Runs the command that `npm run musubi` was given, with the settings of `env`, and returns the text to print. Throws an `AppError`
 * or an Error in words if it can't.
 */
export async function runCommand(args: string[], env: Record<string, string | undefined>): Promise<string> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      name: { type: "string" },
      trial: { type: "boolean" },
      "owner-email": { type: "string" },
      scopes: { type: "string" },
      expires: { type: "string" },
      "dry-run": { type: "boolean" },
      "on-error": { type: "string" },
      errors: { type: "string" },
      print: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const [noun = "", ...words] = positionals;
  const [verb = "", ...others] = words;
  // A noun alone may be a command; the next word is then its argument.
  const isAlone = entryOf(commands, noun) !== undefined;
  const called = isAlone ? noun : `${noun} ${verb}`.trimEnd();
  const command = entryOf(commands, called);
  const given = isAlone ? words : others;
  if (values.help === true || positionals.length === 0) return usage;
  if (command === undefined) throw new Error(`There is no command "${called}".\n\n${usage}`);
  refuseUnknown(called, given, Object.keys(values));
  const [id, file] = given;
  const read = readSettings(env);
  // No command calls Smaregi: no address is needed here.
  const settings = { ...read, logLevel: read.logLevel === "info" ? ("warn" as const) : read.logLevel };
  const nowhere = { idUrl: "http://127.0.0.1:9", apiUrl: "http://127.0.0.1:9" };
  const opened = await openCommand({
    settings,
    smaregi: read.smaregi ?? nowhere,
    // Without a key nothing is sealed or opened.
    sealingKeys: read.sealingKeys ?? (await readKeyFile(read.dataDir)) ?? sealingKeysOf([]),
  });
  try {
    await migrate(opened.ctx.directDb);
    const answer = await command(opened.ctx, id, values, file);
    // SQL for running by hand.
    if (typeof answer === "string") return answer;
    return values.json === true ? `${JSON.stringify(answer)}\n` : `${inWords(answer)}\n`;
  } finally {
    await opened.close();
  }
}
