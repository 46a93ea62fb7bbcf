import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { ask, Problem } from "../../ui/api.ts";
import { dictionary, readLanguage } from "../../ui/language.tsx";
import { askConfirmed } from "./confirmation.ts";

const words = dictionary({
  ja: {
    closed: "パスキーの操作が完了しませんでした。もう一度お試しください。",
    known: "この端末のパスキーは、すでに登録されています。",
  },
  en: {
    closed: "The passkey was not used. Try again.",
    known: "This device has a passkey here already.",
  },
});

/** True if passkeys can be offered: browsers tie them to a host name, so they do not work at an IP address. */
export const takesPasskeys = (): boolean =>
  browserSupportsWebAuthn() && !/^[\d.]+$|:/.test(location.hostname);

/** Lets a device sign the challenge that our server gives at `path`. Throws a Problem if no one did. */
export async function signByPasskey(path: string): Promise<AuthenticationResponseJSON> {
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>("POST", path);
  try {
    return await startAuthentication({ optionsJSON });
  } catch (error) {
    throw told(error);
  }
}

/** Lets a device create a passkey for the signed-in account. Throws a Problem if it did not. */
export async function makePasskey(): Promise<RegistrationResponseJSON> {
  const path = "/console/api/passkeys/challenge";
  const optionsJSON = await askConfirmed<PublicKeyCredentialCreationOptionsJSON>("POST", path);
  try {
    return await startRegistration({ optionsJSON });
  } catch (error) {
    throw told(error);
  }
}

function told(error: unknown): Problem {
  const { closed, known } = words[readLanguage()];
  const isKnown = error instanceof Error && error.name === "InvalidStateError";
  return new Problem(0, "passkey_closed", isKnown ? known : closed);
}
