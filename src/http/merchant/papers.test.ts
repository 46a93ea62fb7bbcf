import { expect, it } from "vitest";
import { paperSettings } from "./papers.ts";

const settings = {
  issuer: "結び商店",
  address: "京都市下京区1",
  registrationNumber: "",
  note: "",
  b2Customer: "",
  b2Class: "",
  b2Freight: "01",
  b2Kind: "0",
  b2Goods: "",
};

it.each([
  ["〒６００−８００１", "０７５ー０００ー００００", "600-8001", "075-000-0000"],
  ["600-8001", "+81 75 000 0000", "600-8001", "+81 75 000 0000"],
  ["", "", "", ""],
])(
  "P10: the shop's own postal code %j and phone %j are kept as a carrier takes them",
  (code, phone, ...kept) => {
    const saved = paperSettings.parse({ ...settings, postalCode: code, phone });
    expect([saved.postalCode, saved.phone]).toEqual(kept);
  },
);
