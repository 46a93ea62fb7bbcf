import type { Ours, Theirs } from "./judge/rules.ts";

/** A variation here, with defaults for what a test does not set. */
export const ours = (variationId: string, more: Partial<Ours> = {}): Ours => ({
  variationId,
  productName: "藍染めのてぬぐい",
  variationName: "",
  codes: [],
  parentCode: null,
  jan: null,
  taxRate: 10,
  price: 1000,
  stockManaged: true,
  smaregiProductId: null,
  ...more,
});

/** A Smaregi product, with defaults for what a test does not set. */
export const theirs = (id: string, more: Partial<Theirs> = {}): Theirs => ({
  id,
  name: "藍染めのてぬぐい",
  code: null,
  groupCode: null,
  makerNo: null,
  size: null,
  color: null,
  taxRate: 10,
  price: 1000,
  stockManaged: true,
  notSellable: [],
  takesOtherStock: false,
  hidden: false,
  stock: 5,
  linked: 0,
  ...more,
});
