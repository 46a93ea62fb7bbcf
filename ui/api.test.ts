import { expect, it } from "vitest";
import { askBy, isUnclear, Problem } from "./api.ts";

const reached = (answer: () => Promise<Response>) => askBy({ fetch: answer, language: () => "ja" });
/** An answer whose connection is lost after its first lines. */
const cut = () =>
  new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("network error")) }));
const html = (status: number) => new Response("<html>Bad Gateway</html>", { status });

it.each([
  ["nothing answers", () => Promise.reject(new TypeError("Failed to fetch")), 0],
  ["an answer is cut off", () => Promise.resolve(cut()), 0],
  ["a gateway answers", () => Promise.resolve(html(502)), 502],
  ["a network's sign-in answers", () => Promise.resolve(html(200)), 200],
])("where %s, it is said that what was entered is kept, and what to do", async (_, answer, status) => {
  const error: unknown = await reached(answer)("PUT", "/api/v1/orders").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({
    status,
    message: expect.stringMatching(/入力した内容はそのまま残っています。.*もう一度お試しください。$/),
  });
});

it.each([
  ["is cut off", cut, true],
  ["is a gateway's page", () => html(502), true],
  ["is the page of a network's sign-in", () => html(200), true],
  ["is a gateway's refusal", () => html(403), true],
  ["is our own refusal", () => Response.json({ code: "out_of_stock" }, { status: 409 }), false],
  ["is our own trouble", () => Response.json({ code: "unavailable" }, { status: 503 }), true],
])(
  "B3: where the answer to an order %s, it is known whether it may have been made",
  async (_, answer, unclear) => {
    const asked = reached(() => Promise.resolve(answer()))("POST", "/api/v1/orders");
    expect(isUnclear(await asked.catch((thrown: unknown) => thrown))).toBe(unclear);
  },
);

it("what a proxy finds too large is not to be tried again as it is", async () => {
  await expect(
    reached(() => Promise.resolve(html(413)))("POST", "/api/v1/products/bulk-preview"),
  ).rejects.toThrow(/大きすぎるため、.*\(413\)。ファイルを分けて/);
});
