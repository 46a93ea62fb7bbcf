import { Hono } from "hono";
import { z } from "zod";
import { AppError } from "../kit/errors.ts";
import { isOurHost } from "../kit/our-host.ts";
import type { PracticePlaces } from "./console.ts";
import { shopPathOf } from "./pages.ts";

/** A variation of the demo shop. */
type ShelfRow = {
  id: string;
  productName: string;
  /** Empty if the product has nothing to choose. */
  variationName: string;
  smaregiProductId: string | null;
  /** In pieces; null if it is not counted. */
  quantity: number | null;
};

/** An entry of the ledger. */
type ShelfMovement = {
  id: number;
  at: Date;
  productName: string;
  variationName: string;
  cause: string;
  orderNumber: string | null;
  /** In pieces, like the three below. */
  change: number;
  quantity: number | null;
  /** Smaregi's number, and what orders on their way to it will still take. */
  reading: number | null;
  pending: number | null;
};

/** The demo shop of the practice mode, as its entrance shows it. */
export type PracticeDemo = {
  name: string;
  number: string;
  /** Makes a new link into 管理画面, for one use. */
  makeSignInLink(): Promise<string>;
  read(): Promise<{
    shelf: ShelfRow[];
    movements: ShelfMovement[];
    /** What was tried so far: a sale at the till, a purchase in the shop, Smaregi switched off and on again. */
    tried: { sold: boolean; bought: boolean; cameBack: boolean };
    /** True while Smaregi answers nothing. */
    isAway: boolean;
  }>;
  /** Switches the practice Smaregi off, or on again. */
  setAway(isAway: boolean): Promise<void>;
};

/** `GET /practice/shelf`: the demo shop's quantities and last movements, and the links from there. */
export type PracticeShelf = Awaited<ReturnType<PracticeDemo["read"]>> & {
  name: string;
  number: string;
  tillUrl: string;
  shopUrl: string;
};

/** Any other input switches it on, which does no harm. */
const awayInput = z.object({ away: z.boolean().catch(false) }).catch({ away: false });

/** The routes of the practice mode's entrance. */
export function practiceRoutes(demo: PracticeDemo, { tillUrl }: PracticePlaces, hosts: string[]): Hono {
  const routes = new Hono();
  routes.use("/practice/*", async (c, next) => {
    // A foreign name that was made to lead here (DNS rebinding) belongs to another site, but its pages would count as our own origin.
    if (!isOurHost(c.req.header("host"), hosts)) throw foreignHost();
    await next();
  });
  // Anyone who can reach the practice mode may look around in it: each press makes a new link. Not by GET, which anything may
  // prefetch.
  routes.post("/practice/sign-in", async (c) => c.redirect(await demo.makeSignInLink(), 303));
  routes.post("/practice/smaregi", async (c) => {
    const body: unknown = await c.req.json().catch(() => ({}));
    const { away } = awayInput.parse(body);
    await demo.setAway(away);
    return c.body(null, 204);
  });
  routes.get("/practice/shelf", async (c) => {
    const { name, number } = demo;
    const places = { tillUrl, shopUrl: shopPathOf(number) };
    return c.json({ name, number, ...places, ...(await demo.read()) } satisfies PracticeShelf);
  });
  return routes;
}

const foreignHost = (): AppError =>
  new AppError("cross_site", {
    ja: "この名前では練習モードを開けません。アドレス(127.0.0.1など)で開いてください。",
    en: "The practice mode does not answer to this name: open it by its address, such as 127.0.0.1.",
  });
