/** What a caller did wrong or cannot have now: every code that the product returns, with its HTTP status. */
export const statusOf = {
  invalid_json: 400,
  invalid_notification: 400,
  unauthorized: 401,
  sign_in_failed: 401,
  link_used: 401,
  second_step_needed: 401,
  second_step_wrong: 401,
  passkey_refused: 401,
  forbidden: 403,
  confirmation_needed: 403,
  second_step_missing: 403,
  cross_site: 403,
  merchant_ended: 403,
  not_found: 404,
  out_of_stock: 409,
  price_changed: 409,
  stock_locked: 409,
  order_cancelled: 409,
  order_changed: 409,
  connection_changed: 409,
  contract_taken: 409,
  contract_unproven: 409,
  preview_outdated: 409,
  test_not_green: 409,
  product_code_taken: 409,
  pattern_locked: 409,
  log_entry_closed: 409,
  log_entry_busy: 409,
  nothing_asked: 409,
  run_not_ready: 409,
  run_over: 409,
  plan_ended: 409,
  email_taken: 409,
  account_disabled: 409,
  last_owner: 409,
  buyer_needed: 409,
  second_step_on: 409,
  second_step_off: 409,
  second_step_demanded: 409,
  passkeys_unavailable: 409,
  passkeys_full: 409,
  last_way_in: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  idempotency_key_reused: 422,
  too_many_attempts: 429,
  too_many_notifications: 429,
  too_many_orders: 429,
  too_many_streams: 429,
  internal: 500,
  not_ready: 503,
  too_busy: 503,
  smaregi_unreachable: 503,
} as const;

export type ErrorCode = keyof typeof statusOf;

/** A text in both languages of the product. */
export type Text = { ja: string; en: string };

export type FieldError = { path: string; message: Text };

/**
 * The one error that a verb throws for its caller. `detail` is for people, `code` for programs; `fields` name what is
 * wrong and where (`lines[0].quantity`).
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Text;
  readonly fields: FieldError[];
  /** Seconds until a retry makes sense, if known. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, detail: Text, fields: FieldError[] = [], retryAfter?: number) {
    super(`${code}: ${detail.en}`);
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

/** A 404 for a thing that does not exist or belongs to another merchant: the caller can't tell which. */
export function notFound(thing: Text): AppError {
  return new AppError("not_found", {
    ja: `${thing.ja}が見つかりません。`,
    en: `There is no such ${thing.en}.`,
  });
}

/** A 422 with one field. */
export function invalid(path: string, message: Text): AppError {
  return new AppError("invalid", message, [{ path, message }]);
}
