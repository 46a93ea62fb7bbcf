import { expect, it } from "vitest";
import { challengeOf, partyOf } from "./rules.ts";

it.each([
  ["https://musubi.example", "http://10.0.0.1/", { id: "musubi.example", origin: "https://musubi.example" }],
  [
    "https://musubi.example:8443",
    "https://evil.example/",
    { id: "musubi.example", origin: "https://musubi.example:8443" },
  ],
  [
    "https://1musubi.example",
    "http://10.0.0.1/",
    { id: "1musubi.example", origin: "https://1musubi.example" },
  ],
  ["https://shop1", "http://10.0.0.1/", { id: "shop1", origin: "https://shop1" }],
  [undefined, "http://localhost:3000/x", { id: "localhost", origin: "http://localhost:3000" }],
  ["http://localhost:3000", "http://127.0.0.1/", { id: "localhost", origin: "http://localhost:3000" }],
  // A name that comes only from the request can be chosen by anyone.
  [undefined, "https://musubi.example/", null],
  [undefined, "http://127.0.0.1:3000/", null],
  [undefined, "http://[", null],
  ["http://musubi.example", "http://musubi.example/", null],
  ["https://192.0.2.1", "https://192.0.2.1/", null],
  ["https://[2001:db8::1]", "https://[2001:db8::1]/", null],
])(
  "passkeys belong to the public address %s, whatever the request says (%s)",
  (publicUrl, requested, party) => {
    expect(partyOf(publicUrl, requested)).toEqual(party);
  },
);

it.each([
  ['{"challenge":"abc"}', "abc"],
  ['{"challenge":5}', null],
  ['{"challenge":{"length":1}}', null],
  ["{}", null],
  ["null", null],
  ["not json", null],
  [`{"challenge":"${"x".repeat(200)}"}`, "x".repeat(200)],
  [`{"challenge":"${"x".repeat(201)}"}`, null],
])("an answer says which challenge it signs: %s", (text, challenge) => {
  expect(challengeOf(Buffer.from(text).toString("base64url"))).toBe(challenge);
});
